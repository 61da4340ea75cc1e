"""The way to a person: what is said before the child decides, and the two questions.

Where it stands is kept with what the bot said last; whatever else is said leaves it.
"""

from __future__ import annotations

from beacon.answers.book import AnswerBook
from beacon.answers.history import Said
from beacon.answers.turn import Button, Reply, Turn

REQUEST = "request_human"
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


class HandOver:
    """The words of a hand-over for one turn."""

    def __init__(self, book: AnswerBook, turn: Turn) -> None:
        self._book = book
        self._turn = turn

    def is_next(self) -> bool:
        """Whether this turn belongs to it: a person is asked for, or a question answered."""
        if self._turn.who is None:
            return False
        if self._turn.intent == REQUEST:
            return True
        is_answer = self._turn.intent in ("affirm", "deny") and NO_ANSWER not in self._turn.says
        return is_answer and self._asked() in QUESTIONS

    def step(self) -> str:
        """The name of what comes next."""
        asked = self._asked()
        if self._turn.intent == REQUEST:
            return OFFERED
        if asked == OFFERED:
            return MAY_READ if self._turn.intent == "affirm" else DECLINED
        return WANTED

    def words(self, name: str) -> str:
        """What is said at that step."""
        return self._book.phrase(name).format(who=self._turn.who or "")

    def said(self, name: str) -> Said:
        """What is remembered of it."""
        return Said(name, self._turn.reading_band, asks=name)

    def buttons(self, name: str) -> tuple[Button, ...]:
        """Yes and no, where it is a question."""
        if name not in QUESTIONS:
            return ()
        yes, no = self._book.phrase(f"{name}_yes"), self._book.phrase(f"{name}_no")
        return (Button(yes, "affirm"), Button(no, "deny"))

    def wish(self) -> Reply:
        """Says nothing yet: whether it is stored must be known first."""
        return Reply((), self.said(WANTED))

    def question(self) -> Reply:
        """Whether what was said may be read."""
        return Reply((self.words(MAY_READ),), self.said(MAY_READ), self.buttons(MAY_READ))

    def _asked(self) -> str | None:
        return self._turn.said[-1].answer if self._turn.said else None
