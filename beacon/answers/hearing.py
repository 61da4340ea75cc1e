"""How a message is heard in its chat: each is read alone, and means more by what was said before.

`heard` takes the steps in their order.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from beacon.answers import danger_past, in_danger, in_trouble, quiz, roles
from beacon.answers.history import History
from beacon.answers.topics import TROUBLE
from beacon.answers.understood import Understood
from beacon.levels import ADULT, YOUNG_BANDS, Risk
from beacon.understanding import danger
from beacon.understanding.belief import Belief
from beacon.understanding.contract import NO, YES
from beacon.understanding.writers import PARENT, believed

# A yes or no of so many words says nothing of danger by itself; ten of them, as in the quiz, would.
BARE = 2


@dataclass(frozen=True)
class Chat:
    """What is known of a chat before the message at hand: what was said, its risk, the age."""

    history: History
    highest: Risk = Risk.none
    band: str | None = None

    @property
    def is_adult(self) -> bool:
        """Whether an adult is known to write."""
        return self.band == ADULT

    @property
    def topics(self) -> frozenset[str]:
        """What a message may mean something else after (answers/topics, `after`)."""
        trouble = frozenset({TROUBLE} if self.highest >= Risk.concern else ())
        return self.history.topics | self.history.just_answered | trouble


@dataclass(frozen=True)
class Heard:
    """A message as it is meant in its chat.

    By the chat, with this message, `writer` is how likely each writes, `surely` who surely does,
    and `stands` where the chat stands.
    """

    message: Understood
    chat: Chat
    writer: Belief
    surely: str | None
    stands: Belief

    @cached_property
    def intent(self) -> str:
        """What is answered: of an adult's question what an adult means by it."""
        intent = self.of_adult or _crisis_or_intent(self.message, self.chat.history)
        return roles.of_parent(intent, is_parent=self._is_parent)

    @cached_property
    def of_adult(self) -> str | None:
        """What an adult means by it, if anything else."""
        return roles.of_adult(self.message, self.chat.history) if self.chat.is_adult else None

    @cached_property
    def told(self) -> str | None:
        """The intent of what was told before of what happened, if anything was."""
        history = self.chat.history
        is_young = not self.chat.is_adult and roles.says_young(self.message, history)
        return roles.case_of(history, is_parent=self._is_parent, is_young=is_young)

    @cached_property
    def _is_parent(self) -> bool:
        return self.surely == PARENT or roles.is_parent(self.message, self.chat.history)


def heard(message: Understood, chat: Chat) -> Heard:
    """The message as it is meant; each step takes it as those before it have left it.

    It comes as `Understood.in_chat` has left it, which has weighed its words in this chat.

    1. `Understood.after`: words that mean something else after what was said have that intent.
    2. By the intent and the chances of danger it is believed where the chat stands; the next three
       go by that.
    3. `in_danger.explaining` leaves out everyday words that explain nothing. `danger_past` takes an
       alarm as it was read alone, and adds topics: that help is near or there, or that nobody ever
       was in danger. By these the next two know whether an alarm stands.
    4. `in_trouble` says whether an alarm of the classifiers is none, or may be a false one, and
       raises those that no message tells alone. The rules of `in_danger` go by the alarm that is
       left, and whether it is sure.
    5. `in_danger` says what goes on with an alarm, and what ends it.
    6. `roles.as_written_by`: what was read as somebody else's becomes that of who surely writes. It
       leaves alarms alone, whichever step raised them. `as_of_friend` and `as_of_doer` add
       whom an alarm is about, and that the chat tells of a deed, or may; `as_of_offender` makes
       of all but cries what an adult who offends is told.
    """
    history = chat.history
    message = message.after(chat.topics)
    stands = danger.believed(history.stands, {} if _is_bare(message, history) else message.danger)
    message = in_danger.explaining(message, history, stands)
    message = danger_past.heard(message, history, stands)
    message = in_trouble.heard(
        message,
        chat.highest,
        history,
        stands,
        is_adult=chat.is_adult,
        is_young=chat.band in YOUNG_BANDS,
    )
    message = in_danger.heard(message, chat.highest, history, stands)
    writer = believed(history.writer, message.writers)
    surely = roles.who_writes(writer, chat.band, history.topics_with(message.says, message.unsays))
    message = roles.as_written_by(message, surely)
    message = roles.as_of_friend(message, history, surely)
    message = roles.as_of_doer(message, history, surely, is_adult=chat.is_adult)
    message = roles.as_of_offender(message, history, surely)
    return Heard(message, chat, writer, surely, _plainly(message, history) or stands)


def _is_bare(message: Understood, history: History) -> bool:
    """Whether it says nothing of danger by itself: a yes or no, or few words to the quiz."""
    to_quiz = history.last is not None and history.last.answer == quiz.NAME
    is_answer = message.intent in (YES, NO) or (to_quiz and not message.is_alarm)
    return is_answer and message.words <= BARE


def _plainly(message: Understood, history: History) -> Belief | None:
    """Where the chat stands, where a tap says it, or a phrase that a file lists."""
    is_answer = history.asks_whether_safe and message.words <= in_danger.SHORT_ANSWER
    is_plain = message.has_pattern or not message.is_typed or is_answer
    if is_plain and message.is_alarm and message.is_certain:
        return danger.surely(danger.NOW)
    if is_answer and message.intent == YES:
        return danger.surely(danger.OVER)
    return None


def _crisis_or_intent(message: Understood, history: History) -> str:
    """The intent; of an emergency whose words do not name it, the crisis that was named before."""
    if message.names_crisis or not message.is_crisis:
        return message.intent
    return history.last_crisis or message.intent
