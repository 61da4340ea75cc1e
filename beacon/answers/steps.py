"""The next steps below a reply, as buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from beacon.answers.book import AnswerBook, Variant
from beacon.answers.follow_ups import FollowUp
from beacon.answers.history import FOLLOW_UP, QUESTION
from beacon.answers.turn import Button, Reply, Turn
from beacon.levels import BANDS, Risk
from beacon.understanding.contract import (
    ASK_HELPLINE,
    ASK_TALK_TO_ADULT,
    FEELINGS,
    INFORM_AGE,
    MENU,
    NO,
    OUT_OF_SCOPE,
    REQUEST_HUMAN,
    START_QUIZ,
    YES,
    has_an_answer,
    tells_what_happened,
)

# Ways to a person, and to all that can be asked: they stay, whatever else is offered.
WAYS_OUT = (ASK_TALK_TO_ADULT, REQUEST_HUMAN, ASK_HELPLINE, MENU)
# So many other steps and suggestions together.
MOST_BESIDE_WAYS_OUT = 3
# The answers to a question of the bot's, in the order of their buttons.
YES_AND_NO = {
    "safe": {"safe_no": NO, "safe_yes": YES},
    "company": {"company_yes": YES, "company_no": NO},
}
SKIP_AGE = Button("I'd rather not say", MENU)


class Steps:
    """Which buttons a turn gets, with the titles of the book."""

    def __init__(self, book: AnswerBook) -> None:
        self._book = book

    def after(self, turn: Turn, variant: Variant, asks: str | None) -> tuple[Button, ...]:
        """The steps of an answer; before them, or in their place, what it asks."""
        if asks == "age":
            return self._ages()
        steps = self.with_way_to_help(variant.next, turn)
        question = "safe" if turn.is_asked_whether_safe else variant.asks
        return (*self._yes_and_no(question, turn.language), *steps) if question else steps

    def _yes_and_no(self, question: str, language: str) -> tuple[Button, ...]:
        """Both say what is meant: other questions, with another yes, may stand on the screen."""
        return tuple(
            Button(self._book.phrase(name, language), intent)
            for name, intent in YES_AND_NO[question].items()
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
            offers = (REQUEST_HUMAN, ASK_HELPLINE) if turn.who else (ASK_HELPLINE,)
            steps += [offer for offer in offers if offer not in steps]
        return self.to(steps, turn)

    @staticmethod
    def offering(turn: Turn, reply: Reply, follow_ups: Sequence[FollowUp]) -> Reply:
        """The reply with follow-ups to tap that may have been meant.

        Not beside a question of the bot's, which has its own answers, nor while an alarm stands.
        """
        is_asked = reply.said.asks == "age" or QUESTION in reply.said.facts
        is_danger = turn.is_near_danger or turn.in_danger
        if not follow_ups or is_asked or is_danger or turn.language != "en":
            return reply
        return replace(reply, buttons=_in_front(follow_ups, reply.buttons))

    def _ages(self) -> tuple[Button, ...]:
        titles = (self._book.phrase(f"age_{band}") for band in BANDS)
        ages = [
            Button(title, INFORM_AGE, {"age_band": band})
            for title, band in zip(titles, BANDS, strict=True)
        ]
        return (*ages, replace(SKIP_AGE, title=self._book.phrase("skip_age")))


def _in_front(follow_ups: Sequence[FollowUp], buttons: Sequence[Button]) -> tuple[Button, ...]:
    """The buttons with follow-ups in front, which take the place of the last of many steps."""
    offered = [_button_of(one, one.title) for one in follow_ups if one.title]
    out = [one for one in buttons if one.intent in WAYS_OUT]
    steps = [one for one in buttons if one not in out]
    return (*offered, *steps[: max(MOST_BESIDE_WAYS_OUT - len(offered), 0)], *out)


def _button_of(one: FollowUp, title: str) -> Button:
    """Its button; tapped it has the intent that the words would have, if that has an answer."""
    intent = one.intent or OUT_OF_SCOPE
    is_one = tells_what_happened(intent) or has_an_answer(intent) or intent == FEELINGS
    return Button(title, intent if is_one else OUT_OF_SCOPE, {FOLLOW_UP: one.name})
