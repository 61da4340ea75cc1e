"""The services that are looked up: for whoever asks for help, or tells the country it is for."""

from __future__ import annotations

from beacon.answers import countries
from beacon.answers.history import Said
from beacon.answers.services import INTRODUCTIONS
from beacon.answers.tools import Tools
from beacon.answers.turn import Reply, Turn
from beacon.answers.wording import Wording
from beacon.levels import Risk
from beacon.register.model import Found, Need
from beacon.understanding.contract import (
    ASK_HELPLINE,
    ASK_HELPLINE_CONTACT,
    ASK_REMOVE_IMAGE,
    ASK_REPORT,
    ASK_TALK_TO_ADULT,
    INFORM_AGE,
)

FIND_HELP = "find_help"
# What is offered below them.
AFTER_HELP = (ASK_HELPLINE_CONTACT, ASK_TALK_TO_ADULT, ASK_REMOVE_IMAGE, ASK_REPORT)
# So many of these at most.
MOST_STEPS = 3


class FindingHelp:
    """Makes a reply of services; in words only where no services are for who asks."""

    def __init__(self, tools: Tools, wording: Wording) -> None:
        self._tools = tools
        self._wording = wording

    def reply(self, turn: Turn) -> Reply:
        """The services for what the turn needs; once, also the question which country it is."""
        if turn.reading_band in self._tools.book.answers[ASK_HELPLINE].variant(turn).no_help_for:
            return self._wording.answer(turn, ASK_HELPLINE)
        paragraphs = self._tools.paragraphs
        need = Need.TALK if turn.intent == ASK_HELPLINE else turn.remembered_need
        found = self._tools.services.find(turn, need)
        asks = countries.question(turn)
        words = self._words_above(turn, found)
        is_asked = turn.intent == ASK_HELPLINE
        facts = paragraphs.remembered(turn, need) if is_asked else {"need": need.value}
        steps = [step for step in AFTER_HELP if step != turn.intent][:MOST_STEPS]
        return Reply(
            said=Said(FIND_HELP, turn.reading_band, asks, facts),
            buttons=self._tools.steps.to(steps, turn),
            sources=("factsheet:VI-2",),
            **paragraphs.of(turn, words, found, asks),
        )

    def _words_above(self, turn: Turn, found: Found) -> str:
        """What is said above the services: to who asks for them, or has told the country.

        What tells the country is thanked for in English only: in another language help comes first.
        """
        if turn.intent == ASK_HELPLINE:
            return self._tools.book.answers[ASK_HELPLINE].variant(turn).text[turn.reading_band]
        if self._tools.book.is_foreign(turn.language) or not turn.names_country:
            return ""
        is_here = not found.across_borders and found.need not in INTRODUCTIONS
        if turn.highest_risk >= Risk.high and is_here:
            return self._tools.book.answers[INFORM_AGE].variant(turn).text[turn.reading_band]
        return self._tools.book.phrase("thanks_for_country") if turn.has_told else ""
