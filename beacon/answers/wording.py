"""The words of an answer, with the help, the question and the steps that go with them."""

from __future__ import annotations

import re
from dataclasses import replace

from beacon.answers import countries
from beacon.answers.book import Variant
from beacon.answers.follow_ups import SURE_INTENT, FollowUp
from beacon.answers.history import FOLLOW_UP, INVITED, QUESTION, WITHIN, Said
from beacon.answers.needs import need_of
from beacon.answers.short_reply import ShortReply
from beacon.answers.tools import Tools
from beacon.answers.turn import Reply, Turn
from beacon.understanding.contract import CRISES, GREET, tells_what_happened

# In a text that asks to be told of thoughts of hurting oneself.
INVITATION = re.compile(r"\b(?:(?:hurt|hurting|harming) yourself\b[^.]*|self-harm,) tell me\b")


class Wording:
    """Makes a reply of the texts that were chosen; in those of the turn's band, if no other."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def answer(self, turn: Turn, intent: str, band: str | None = None) -> Reply:
        """What the book says to an intent."""
        return self._worded(turn, intent, self._tools.book.answers[intent].variant(turn), band)

    def followed_up(self, turn: Turn, follow_up: ShortReply, band: str | None = None) -> Reply:
        """Its text in the place of the intent's, which is remembered where it tells a case.

        So is a crisis: below its text it can be tapped whether the child is safe. The help that
        goes with the intent goes with a follow-up, too; what is said to an act is not about it.
        """
        tells = tells_what_happened(turn.intent) and turn.confidence >= SURE_INTENT
        answer = turn.intent if tells or turn.intent in CRISES else FOLLOW_UP
        variant, own = follow_up.variant, self._tools.book.variant(turn)
        if own and isinstance(follow_up, FollowUp):
            help_ = variant.help or own.help
            variant = replace(variant, help=help_, no_help_for=own.no_help_for)
        return self._worded(turn, answer, variant, band).knowing(**{FOLLOW_UP: follow_up.name})

    def _worded(self, turn: Turn, answer: str, variant: Variant, band: str | None) -> Reply:
        band = band or turn.reading_band
        need = need_of(variant, turn)
        found = self._tools.services.find_anew(turn, need) if need else None
        asks = countries.question(turn) if found else _asks_age(turn)
        text = variant.text[band]
        question = {QUESTION: variant.asks} if variant.asks else {}
        invited = {INVITED: WITHIN} if INVITATION.search(text) else {}
        remembered = self._tools.paragraphs.remembered(turn, need)
        facts = {**turn.facts, **remembered, **question, **invited}
        return Reply(
            said=Said(answer, band, asks, facts, turn.risk, turn.says, turn.unsays),
            buttons=self._tools.steps.after(turn, variant, asks),
            sources=variant.sources,
            **self._tools.paragraphs.of(turn, text, found, asks),
        )


def _asks_age(turn: Turn) -> str | None:
    return "age" if turn.intent == GREET and not turn.knows_or_asked_age else None
