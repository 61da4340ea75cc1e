"""What answers a message more precisely than its intent: a follow-up, or a reply to its act.

A ranking says which of them is best (beacon/answers/ranking.py); this module says when it is asked.
"""

from __future__ import annotations

from beacon.answers import countries
from beacon.answers.book import AnswerBook, Variant
from beacon.answers.follow_ups import SURE_INTENT, FollowUp, FollowUps
from beacon.answers.ranking import Choice, Chooser
from beacon.answers.short_reply import ShortReply
from beacon.answers.turn import Turn
from beacon.levels import Risk
from beacon.understanding.contract import (
    COMMANDS,
    CRISES,
    IMMEDIATE_DANGER,
    NO,
    NOT_UNDERSTOOD,
    SELF_HARM,
    YES,
    tells_what_happened,
)
from beacon.understanding.danger import chance_of_danger

# A question that is read so surely is a plain one.
PLAIN = 0.95
# So likely good must be what is said in danger in the place of the same words again.
LEAST_IN_DANGER = 0.4
# From this chance of danger on, by all of the chat, only what was written for it is said.
LIKELY_DANGER = 0.5


class Choosing:
    """Chooses among the follow-ups and the replies to acts, by what the chooser says of them."""

    def __init__(self, book: AnswerBook, follow_ups: FollowUps, chooser: Chooser) -> None:
        self._book = book
        self._follow_ups = follow_ups
        self._chooser = chooser

    def choice(self, turn: Turn) -> Choice:
        """What answers the message more precisely than its intent, if anything does.

        The one that was tapped does. What asks the program for something has its answer, and so has
        a plain question that begins a chat; a text that says so keeps its place. A crisis out of
        the blue is asked about; where somebody may be a threat only what was written for it is
        said.
        """
        if turn.is_sure_alarm:
            return Choice(self._instead_of_the_same(turn))
        if _is_out_of_the_blue(turn) or _steers(turn):
            return Choice()
        if tapped := self._follow_ups.tapped(turn):
            return Choice(tapped)
        own = self._book.variant(turn)
        if own and (own.keeps or _is_plain_question(turn)):
            return Choice()
        if _sounds_like_danger(turn):
            return Choice(self._of_danger(turn, own))
        return self._chooser.choice(turn, self._follow_ups, own)

    def _instead_of_the_same(self, turn: Turn) -> FollowUp | None:
        """What was written for danger, where of a sure alarm only the same would be said again.

        Not of one that words raise, nor of self-harm that has not been answered yet.
        """
        own = self._book.variant(turn)
        is_new = turn.intent == SELF_HARM and all(one.answer != SELF_HARM for one in turn.said)
        if own is None or not own.is_again or is_new or turn.is_raised_by_words:
            return None
        return self._of_danger(turn, own)

    def _of_danger(self, turn: Turn, own: Variant | None) -> FollowUp | None:
        """What was written for danger.

        Not in the place of words for just that, nor after something was taken: that needs a call.
        """
        if (own and own.is_by_words) or turn.took_something:
            return None
        return self._chooser.in_danger(turn, self._follow_ups, LEAST_IN_DANGER)

    def instead(self, turn: Turn) -> ShortReply | None:
        """What may be said in the place of an answer that was said just now."""
        return None if _steers(turn) else self._chooser.choice(turn, self._follow_ups, None).said


def _is_out_of_the_blue(turn: Turn) -> bool:
    """Whether it is a crisis in a chat in which nothing grave was told."""
    return turn.intent in CRISES and all(one.risk < Risk.high for one in turn.said)


def _sounds_like_danger(turn: Turn) -> bool:
    """Whether somebody may be a threat this minute, by the message and by all of the chat.

    What is said of fear on other days would lead a child out of its hiding place.
    """
    is_danger = turn.intent == IMMEDIATE_DANGER and turn.is_doubtful_alarm
    return is_danger and chance_of_danger(turn.stands) >= LIKELY_DANGER


def _is_plain_question(turn: Turn) -> bool:
    """Whether it begins a chat, asks and tells nothing of a case, and nothing else can be meant.

    There follow-ups were no better than the answer with its sources (docs/figures.md).
    """
    is_read = turn.intent not in NOT_UNDERSTOOD and not tells_what_happened(turn.intent)
    return turn.is_first and is_read and turn.confidence >= PLAIN


def _steers(turn: Turn) -> bool:
    """Whether it asks the program to do something, or answers what was just asked.

    That all is safe, or that help is there, is an answer while an alarm stands.
    """
    is_asked = turn.history.question is not None or turn.history.has_sure_alarm
    is_answer = (is_asked and turn.intent in (YES, NO)) or countries.is_taken_for_answer(turn)
    return is_answer or (turn.intent in COMMANDS and turn.confidence >= SURE_INTENT)
