"""The answer book and how a reply is composed from it."""

from beacon.answers.book import Answer, AnswerBook, load_book
from beacon.answers.compose import Composer
from beacon.answers.history import Said
from beacon.answers.turn import Button, Reply, Turn

__all__ = ["Answer", "AnswerBook", "Button", "Composer", "Reply", "Said", "Turn", "load_book"]
