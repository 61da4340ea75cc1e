"""The next steps below a reply, as buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from beacon.answers.book import AnswerBook, Variant
from beacon.answers.history import ALARM
from beacon.answers.quiz import START as START_QUIZ
from beacon.answers.turn import Button, Turn
from beacon.levels import BANDS, Risk
from beacon.understanding.contract import CRISES

ASK_HELPLINE = "ask_helpline"
SKIP_AGE = Button("I'd rather not say", "ask_menu")


class Steps:
    """Which buttons a turn gets, with the titles of the book."""

    def __init__(self, book: AnswerBook) -> None:
        self._book = book

    def after(self, turn: Turn, variant: Variant, asks: str | None) -> tuple[Button, ...]:
        """The steps of an answer; before them, or in their place, what it asks."""
        if asks == "age":
            return self._ages()
        steps = self.with_way_to_help(variant.next, turn)
        asks_whether_safe = turn.intent in CRISES and ALARM in turn.facts
        return (*self._whether_safe(turn.language), *steps) if asks_whether_safe else steps

    def _whether_safe(self, language: str) -> tuple[Button, ...]:
        answers = {"safe_no": "deny", "safe_yes": "affirm"}
        return tuple(
            Button(self._book.phrase(name, language), intent) for name, intent in answers.items()
        )

    def to(self, intents: Sequence[str], turn: Turn) -> tuple[Button, ...]:
        """A button for each intent."""
        return tuple(
            Button(self._book.title(intent, turn.reading_band), intent) for intent in intents
        )

    def with_way_to_help(self, intents: Sequence[str], turn: Turn) -> tuple[Button, ...]:
        """Buttons; after high risk those to a person and to the helplines are among them.

        Where trouble was told nobody is asked to play.
        """
        steps = [step for step in intents if not (turn.has_told and step == START_QUIZ)]
        if turn.highest_risk >= Risk.high:
            offers = ("request_human", ASK_HELPLINE) if turn.who else (ASK_HELPLINE,)
            steps += [offer for offer in offers if offer not in steps]
        return self.to(steps, turn)

    def _ages(self) -> tuple[Button, ...]:
        titles = (self._book.phrase(f"age_{band}") for band in BANDS)
        ages = [
            Button(title, "inform_age", {"age_band": band})
            for title, band in zip(titles, BANDS, strict=True)
        ]
        return (*ages, replace(SKIP_AGE, title=self._book.phrase("skip_age")))
