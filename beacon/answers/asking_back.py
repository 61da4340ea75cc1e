"""What is said where it is not clear what is meant: which of two things, or in other words."""

from __future__ import annotations

from collections.abc import Mapping

from beacon.answers import countries
from beacon.answers.history import Said
from beacon.answers.tools import Tools
from beacon.answers.turn import Reply, Turn
from beacon.levels import Risk
from beacon.register.model import Found, Need
from beacon.understanding.contract import (
    ASK_HELPLINE,
    FALLBACK,
    GOODBYE,
    GREET,
    INSULT,
    MENU,
    NO,
    NOT_UNDERSTOOD,
    OUT_OF_SCOPE,
    REQUEST_HUMAN,
    RESTART,
    THANK,
    YES,
)

ASK_BACK = "ask_back"
# Two of these tell nothing that could be chosen between: they are not asked back.
NOTHING_TO_CHOOSE = frozenset({YES, NO, GREET, THANK, GOODBYE, INSULT, RESTART, *NOT_UNDERSTOOD})


class AskingBack:
    """Asks what is meant; after another failure a helpline goes with it."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def which_of_two(self, turn: Turn) -> Reply:
        """Which of two was meant."""
        assert turn.doubt is not None
        steps = (turn.intent, turn.doubt, MENU)
        found, asks, facts = self._listening(turn, is_needed=_failed_before(turn))
        text = self._tools.book.phrase(ASK_BACK)
        return Reply(
            said=Said(ASK_BACK, turn.reading_band, asks, facts),
            buttons=self._tools.steps.with_way_to_help(steps, turn),
            **self._tools.paragraphs.of(turn, text, found, asks),
        )

    def in_other_words(self, turn: Turn) -> Reply:
        """That it was not understood, with the menu; at a concern a helpline goes with it, too."""
        is_needed = _failed_before(turn) or turn.risk >= Risk.concern
        found, asks, facts = self._listening(turn, is_needed=is_needed)
        return Reply(
            said=Said(turn.intent, turn.reading_band, asks, facts, turn.risk),
            buttons=self._tools.steps.to((MENU, ASK_HELPLINE, REQUEST_HUMAN), turn),
            **self._tools.paragraphs.of(turn, self._text(turn), found, asks),
        )

    def _listening(
        self, turn: Turn, *, is_needed: bool
    ) -> tuple[Found | None, str | None, Mapping[str, str]]:
        """Who listens, where that is needed, the question for the country, what is remembered."""
        need = Need.TALK if is_needed else None
        found = self._tools.services.find_anew(turn, need) if need else None
        asks = countries.question(turn) if found else None
        return found, asks, self._tools.paragraphs.remembered(turn, need)

    def _text(self, turn: Turn) -> str:
        book = self._tools.book
        if turn.intent == FALLBACK:
            language = turn.language if book.speaks(turn.language) else "en"
            return book.phrase("not_understood", language)
        return book.answers[OUT_OF_SCOPE].variant(turn).text[turn.reading_band]


def is_in_doubt(turn: Turn) -> bool:
    """Whether it is asked which of two was meant.

    A disclosure or a crisis is never met with a question: its help comes at once. Where nothing is
    likely enough, two things may still be as likely as each other. Between "Yes, please" and "I
    need something else" there is nothing to choose; while an alarm stands neither. A country that
    was asked for is an answer, whatever else it may be.
    """
    if turn.doubt is None or turn.intent == FALLBACK or turn.in_danger or turn.may_be_grave:
        return False
    is_a_choice = not NOTHING_TO_CHOOSE.issuperset({turn.intent, turn.doubt})
    return is_a_choice and not countries.is_answer(turn)


def _failed_before(turn: Turn) -> bool:
    """Whether the message before was not understood, or two things were as likely in it."""
    last = turn.history.last
    return last is not None and last.answer in (ASK_BACK, *NOT_UNDERSTOOD)
