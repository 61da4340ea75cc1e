"""What every reply is put together with: the book, and the help, order and steps that it gives."""

from __future__ import annotations

from dataclasses import dataclass

from beacon.answers.book import AnswerBook
from beacon.answers.paragraphs import Paragraphs
from beacon.answers.services import Services
from beacon.answers.steps import Steps
from beacon.register.model import Register


@dataclass(frozen=True)
class Tools:
    """All of them over one book and one register."""

    book: AnswerBook
    services: Services
    paragraphs: Paragraphs
    steps: Steps

    @classmethod
    def of(cls, book: AnswerBook, register: Register) -> Tools:
        """Those for a book and a register that belong together."""
        services = Services(book, register)
        return cls(book, services, Paragraphs(book, services), Steps(book))
