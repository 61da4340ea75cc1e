"""The question whether a child is safe, after an alarm that may be false, and what answers it."""

from __future__ import annotations

from dataclasses import replace

from beacon.answers.book import AnswerBook, Variant
from beacon.answers.turn import ALARM, SAFE, Button, Said, Turn
from beacon.levels import Risk
from beacon.understanding.contract import CRISES, FALLBACK

YES, NO = "affirm", "deny"


def is_asked_in(variant: Variant) -> bool:
    """Whether these texts ask it."""
    return ALARM in variant.when


def buttons(book: AnswerBook) -> tuple[Button, ...]:
    """The two answers to tap."""
    return Button(book.phrase("safe_no"), NO), Button(book.phrase("safe_yes"), YES)


def answered(turn: Turn) -> Turn:
    """The turn as the answer to that question, where it was asked last.

    A yes ends the alarm. A no, and what nobody can read, makes it a sure one: better a number too
    many than a child that said no and was told that this is fine.
    """
    question = turn.said[-1] if turn.said else None
    if question is None or not _asks(question) or turn.risk is Risk.emergency:
        return turn
    if SAFE in turn.says or turn.intent == YES:
        return replace(turn, intent=YES, says=turn.says | {SAFE}, doubt=None)
    if turn.intent in (NO, FALLBACK):
        facts = {**question.facts, **turn.facts}
        facts.pop(ALARM)
        return replace(
            turn,
            intent=question.answer,
            risk=Risk.emergency,
            facts=facts,
            says=turn.says | question.says,
            doubt=None,
        )
    return turn


def _asks(said: Said) -> bool:
    return said.answer in CRISES and ALARM in said.facts
