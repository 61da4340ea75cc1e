"""The way to a person: what is said before the child decides, and the two questions.

Where it stands is kept with what the bot said last; whatever else is said leaves it.
"""

from __future__ import annotations

from collections.abc import Mapping

from beacon.answers.book import AnswerBook
from beacon.answers.history import Said
from beacon.answers.paragraphs import Paragraphs
from beacon.answers.turn import Button, Reply, Turn
from beacon.understanding.contract import NO, REQUEST_HUMAN, YES

OFFERED, MAY_READ = "hand_over_offer", "hand_over_may_read"
DECLINED, WANTED = "hand_over_declined", "hand_over_wanted"
STORED, FAILED = "hand_over_stored", "hand_over_failed"
QUESTIONS = (OFFERED, MAY_READ)
# A topic that is read as a kind of yes, and gives no leave to ask a person.
NO_ANSWER = "just_a_question"
# Why a talk with a person is over, as docs/hand-over.md names it, and what is said then.
ENDS = {
    "worker": "hand_over_ended_by_person",
    "child": "hand_over_ended_by_child",
    "nobody": "hand_over_nobody",
    "silence": "hand_over_silence",
    "unreachable": "hand_over_lost",
}
NO_FACTS: Mapping[str, str] = {}


class HandOver:
    """The replies of a hand-over for one turn."""

    def __init__(self, book: AnswerBook, paragraphs: Paragraphs, turn: Turn) -> None:
        self._book = book
        self._paragraphs = paragraphs
        self._turn = turn

    def is_next(self) -> bool:
        """Whether this turn belongs to it: a person is asked for, or a question answered."""
        if self._turn.who is None:
            return False
        if self._turn.intent == REQUEST_HUMAN:
            return True
        is_answer = self._turn.intent in (YES, NO) and NO_ANSWER not in self._turn.says
        return is_answer and self._asked() in QUESTIONS

    def reply(self) -> Reply:
        """What comes next. Where it is stored then, nothing is said before that is known."""
        name = self._step()
        if name in (OFFERED, DECLINED):
            return self._with_numbers(name)
        words = () if name == WANTED else (self._words(name),)
        return Reply(words, self._said(name), self._buttons(name))

    def stored(self, key: str, may_read: bool) -> Reply:
        """That it was passed on, as the case `key`."""
        facts = {"hand_over": key, "may_read": "yes" if may_read else "no"}
        words = self._paragraphs.of(self._turn, self._words(STORED))
        return Reply(said=self._said(STORED, facts), **words)

    def failed(self) -> Reply:
        """That it could not be passed on, and whom to reach instead."""
        return self._with_numbers(FAILED)

    def over(self, why: str) -> Reply:
        """That the talk is over, with the numbers once more; `why` is one of ENDS."""
        return self._with_numbers(ENDS[why])

    def _step(self) -> str:
        asked = self._asked()
        if self._turn.intent == REQUEST_HUMAN:
            return OFFERED
        if asked == OFFERED:
            return MAY_READ if self._turn.intent == YES else DECLINED
        return WANTED

    def _with_numbers(self, name: str) -> Reply:
        buttons = self._buttons(name)
        question = self._book.phrase(f"{name}_question") if buttons else None
        return Reply(
            said=self._said(name),
            buttons=buttons,
            sources=("factsheet:VI-2",),
            **self._paragraphs.with_numbers(self._turn, self._words(name), question),
        )

    def _words(self, name: str) -> str:
        return self._book.phrase(name).format(who=self._turn.who or "")

    def _said(self, name: str, facts: Mapping[str, str] = NO_FACTS) -> Said:
        return Said(name, self._turn.reading_band, asks=name, facts=facts)

    def _buttons(self, name: str) -> tuple[Button, ...]:
        """Yes and no, where it is a question."""
        if name not in QUESTIONS:
            return ()
        yes, no = self._book.phrase(f"{name}_yes"), self._book.phrase(f"{name}_no")
        return (Button(yes, YES), Button(no, NO))

    def _asked(self) -> str | None:
        last = self._turn.history.last
        return last.answer if last else None
