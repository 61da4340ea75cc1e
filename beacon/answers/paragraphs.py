"""The order of a reply's paragraphs: the urgent first, and help around the words."""

from __future__ import annotations

from typing import TypedDict

from beacon.answers.book import AnswerBook
from beacon.answers.services import Services
from beacon.answers.turn import Turn
from beacon.register.model import Found, Need


class Words(TypedDict, total=False):
    """The parts of a Reply that are words or services."""

    before: tuple[str, ...]
    help: Found | None
    introduction: str
    after: tuple[str, ...]
    urgent: bool


class Paragraphs:
    """Puts words and services of one turn in their order."""

    def __init__(self, book: AnswerBook, services: Services) -> None:
        self._book = book
        self._services = services

    def of(
        self, turn: Turn, text: str, found: Found | None = None, asks: str | None = None
    ) -> Words:
        """While an alarm stands its number is first; in another language help precedes English."""
        begin = self._services.in_danger(turn)
        words = (text,) if text else ()
        if not found:
            before = (*begin, *self.english_only(turn), *words)
            return Words(before=before, urgent=turn.in_danger)
        is_foreign = self._book.is_foreign(turn.language)
        early, late = ((), words) if is_foreign else (words, ())
        return Words(
            before=(*begin, *early),
            help=found,
            introduction=self._services.introduction(turn, found),
            after=(*late, *self._question(turn, asks)),
            urgent=turn.in_danger,
        )

    def english_only(self, turn: Turn) -> tuple[str, ...]:
        """Said once to somebody who writes in another language, when that is sure."""
        told = any(one.facts.get("english_only") == turn.language for one in turn.said)
        is_news = self._book.is_foreign(turn.language) and not told
        return (self._book.phrase("english_only", turn.language),) if is_news else ()

    def remembered(self, turn: Turn, need: Need | None) -> dict[str, str]:
        """What help was given for, or that it was said in which language the answers are."""
        if need:
            return {"need": need.value}
        return {"english_only": turn.language} if self._book.is_foreign(turn.language) else {}

    def _question(self, turn: Turn, asks: str | None) -> tuple[str, ...]:
        return (self._book.phrase("ask_country", turn.language),) if asks == "country" else ()
