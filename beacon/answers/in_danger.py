"""How a message is heard while an alarm stands, or right after the question "Are you safe?".

Each message is read by itself. `RULES`, below, are the cases in which what was said before gives it
another meaning, in order: the first that holds counts, and where none does it means what it says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from types import MappingProxyType

from beacon.answers import hand_over
from beacon.answers.history import ABOVE, TOLD, History
from beacon.answers.topics import (
    AFTER_ALARM,
    CRIED_OUT,
    DENIES,
    EXPLAINED,
    FRIEND_IN_DANGER,
    HELP_IS_HERE,
    HELP_IS_NEAR,
    JOKE,
    NEVER_WAS,
    OF_THREATS,
    ONE_IS_NEAR,
    OWNS_UP,
    SAFE_NOW,
    SAYS_YES,
    STANDING,
    TAKEN,
    WHAT_TO_SAY,
    WITH_SOMEBODY,
)
from beacon.answers.understood import Understood
from beacon.levels import Risk
from beacon.understanding.belief import Belief
from beacon.understanding.contract import (
    ABUSE,
    ASK_ONLINE_STRANGER,
    ASK_PRESSURE,
    FEELINGS,
    IMMEDIATE_DANGER,
    INFORM_AGE,
    INFORM_COUNTRY,
    NO,
    NOT_UNDERSTOOD,
    OUT_OF_SCOPE,
    SELF_HARM,
    SENT_IMAGE,
    SEXTORTION,
    SMALL_TALK,
    START_QUIZ,
    YES,
    has_an_answer,
)
from beacon.understanding.danger import chance_of_danger

# Below this chance that somebody is in danger, by all of the chat, a doubt is none.
NOT_IN_DANGER = 0.2
# From this chance on no everyday word explains an alarm away.
MAYBE_IN_DANGER = 0.3
# What tells of somebody who pushes, threatens or lures.
OF_OTHERS = frozenset({ASK_ONLINE_STRANGER, ASK_PRESSURE, ABUSE, SENT_IMAGE, SEXTORTION})
# Intents that say who and where the writer is.
WHO_AND_WHERE = frozenset({INFORM_AGE, INFORM_COUNTRY})
# Where a chat stands while nothing of it was read.
NOT_READ: Belief = MappingProxyType({})
# From that confidence on a quiz was tapped, or asked for beyond doubt.
SURE_QUIZ = 0.9
# From that confidence on a question is asked that has an answer of its own.
CLEAR = 0.7
# A longer message may well be no answer to what was asked, but go on with the story.
SHORT_ANSWER = 6


def heard(
    message: Understood, highest: Risk, history: History, stands: Belief = NOT_READ
) -> Understood:
    """The message as it is meant after what was said.

    `highest` is the risk of the chat, `stands` where it stands, as far as anything has read it.
    """
    case = Case(message, highest, history, stands)
    return next((hear(case) for holds, hear in RULES if holds(case)), message)


def begins_quiz_by_chance(message: Understood) -> bool:
    """Whether it was read as a wish to play, and may well mean something else."""
    return message.intent == START_QUIZ and message.confidence < SURE_QUIZ


def is_calm(message: Understood, stands: Belief) -> bool:
    """Whether all of the chat says that nobody is in danger, if anything has read the message."""
    return bool(message.danger) and chance_of_danger(stands) < NOT_IN_DANGER


def explaining(message: Understood, history: History, stands: Belief) -> Understood:
    """The message without everyday words that explain no alarm away.

    They do where they come right after it, tell not just how old somebody is, and are in no chat of
    danger.
    """
    last = history.last
    is_after = last is not None and last.risk is Risk.emergency
    is_likely = chance_of_danger(stands) >= MAYBE_IN_DANGER
    if is_after and not is_likely and message.intent not in WHO_AND_WHERE:
        return message
    return replace(message, says=message.says - {EXPLAINED})


@dataclass(frozen=True)
class Case:
    """A message in its place in the chat: what it may be, and how it may be heard."""

    message: Understood
    highest: Risk
    history: History
    stands: Belief

    def is_safe_now(self) -> bool:
        """The child is safe, or help is there, by words that were taken for something else."""
        message = self.message
        if message.has_pattern or not self.history.has_alarm:
            return False
        safe = self.history.says_safe - {NEVER_WAS}
        says_outright = not message.says.isdisjoint({DENIES, JOKE})
        # "im safe" is read as one, too, most of all in other languages.
        is_feeling = message.intent == FEELINGS and says_outright and not self.history.is_safe_since
        if message.intent in SMALL_TALK or is_feeling:
            return not message.says.isdisjoint({*safe, HELP_IS_HERE})
        if message.is_certain:
            safe -= {EXPLAINED}
        is_safe = not message.says.isdisjoint(safe) and TAKEN not in self.history.topics
        return message.is_crisis and (is_safe or HELP_IS_HERE in message.says)

    def is_safe_and_asks_something(self) -> bool:
        """What has an answer of its own and may be an alarm, in words that say there is none."""
        message = self.message
        is_doubt = message.is_doubtful_alarm and not message.has_pattern and not message.is_crisis
        is_safe = not message.says.isdisjoint(self.history.says_safe)
        return is_doubt and is_safe and TAKEN not in self.history.topics

    def says_that_help_is_near(self) -> bool:
        """Help seems to be near, or there, and nothing else is surely asked."""
        says = self.message.says
        is_asked = has_an_answer(self.message.intent) and self.message.confidence >= CLEAR
        is_near = HELP_IS_NEAR in says and WHAT_TO_SAY not in says and not is_asked
        return is_near and self.history.last_crisis is not None

    def is_more_of_the_last_alarm(self) -> bool:
        """An alarm about what the last one was about, though it may be read as another crisis."""
        is_friend_again = (
            FRIEND_IN_DANGER in self.message.says and FRIEND_IN_DANGER in self.history.topics
        )
        is_more = self.message.follows(self.history) or is_friend_again
        return self.message.is_alarm and self.history.last_crisis is not None and is_more

    def has_the_thoughts_it_was_asked_of(self) -> bool:
        """The bot asked to be told of thoughts of dying, and the child has them.

        It says so in few words, or in more that are read as a cry for help.
        """
        where, message = self.history.invited, self.message
        is_story = message.words > SHORT_ANSWER and message.intent != SELF_HARM
        if where is None or is_story or message.has_pattern:
            return False
        answers = {OWNS_UP, SAYS_YES} if where == ABOVE else {OWNS_UP}
        is_safe = not message.says.isdisjoint({SAFE_NOW, DENIES, HELP_IS_HERE})
        is_asked = has_an_answer(message.intent) and message.confidence >= CLEAR
        return not message.says.isdisjoint(answers) and not is_safe and not is_asked

    def still_has_the_thoughts(self) -> bool:
        """It has just owned up to them, was asked if it is safe, and says once more that it has."""
        last, message = self.history.last, self.message
        is_few = message.words <= SHORT_ANSWER and OWNS_UP in message.says
        return last is not None and OWNS_UP in last.says and is_few

    def is_near_somebody(self) -> bool:
        """After thoughts of dying, somebody is near to whom it can go; no question is asked."""
        is_asked = has_an_answer(self.message.intent) and self.message.confidence >= CLEAR
        is_near = ONE_IS_NEAR in self.message.says and not is_asked
        return is_near and self._has_thoughts_and_no_threat()

    def only_sounds_like_a_threat(self) -> bool:
        """After thoughts of dying it may be danger from others, of whom no words have told."""
        is_danger = self.message.intent == IMMEDIATE_DANGER and self.message.is_doubtful_alarm
        return is_danger and self._has_thoughts_and_no_threat()

    def is_crisis_beyond_doubt(self) -> bool:
        """A crisis whose words alone make sure of it, such as that nobody answers."""
        return self.message.is_crisis and self._goes_on()

    def is_with_somebody_after_all_was_safe(self) -> bool:
        """Somebody is with the child that has said it is safe, and nothing else is said."""
        only = self.message.says == {WITH_SOMEBODY} and not self.message.has_pattern
        return only and self.message.is_alarm and self.history.is_safe_since

    def is_raised_by_no_words_after_all_was_safe(self) -> bool:
        """An alarm that only the classifier raised, after the child has said that it is safe."""
        is_raised = self.message.is_alarm and not self.message.has_pattern
        return is_raised and self.history.is_safe_since

    def is_another_alarm(self) -> bool:
        """An alarm that stands for itself."""
        return self.message.is_alarm

    def is_after_no_crisis(self) -> bool:
        """No crisis was answered that it could go on with."""
        return self.history.last_crisis is None

    def is_no_to_are_you_safe(self) -> bool:
        """The child says that it is not safe."""
        return self.message.intent == NO and self.history.asks_whether_safe

    def goes_on_with_the_alarm(self) -> bool:
        """Its words go on with an alarm that stands, or answer the question "Are you safe?"."""
        return self._goes_on() and (self.history.asks_whether_safe or self._alarm_stands())

    def takes_back_a_joke(self) -> bool:
        """What was called a joke was none."""
        return JOKE in self.message.goes_on and self.message.follows(self.history)

    def would_begin_a_quiz_by_chance(self) -> bool:
        """A word that may mean the quiz, or not, while an alarm stands."""
        return begins_quiz_by_chance(self.message) and self._alarm_stands()

    def is_unclear_after_are_you_safe(self) -> bool:
        """The bot has asked if the child is safe, and this is not understood; only once.

        A message that goes on with the story is no answer, and nobody is asked twice because of it.
        """
        last = self.history.last
        has_asked_twice = self.history.before_last.asks_whether_safe
        is_answer = last is not None and last.is_doubtful_alarm and not has_asked_twice
        is_unclear = self.message.intent in NOT_UNDERSTOOD and not self._is_calm()
        return is_answer and is_unclear

    def is_a_stranger_by_chance(self) -> bool:
        """In a chat about thoughts of dying, somebody online of whom nobody has told.

        Of nine such answers readers of chats called two good and five harmful: whoever fears for a
        friend was told to block them (docs/model-history.md).
        """
        message, history = self.message, self.history
        is_one = message.intent == ASK_ONLINE_STRANGER and message.is_typed and not message.is_led
        told = (name for one in history.said for name in (one.answer, one.facts.get(TOLD)))
        were_told = not OF_OTHERS.isdisjoint(told)
        is_of_dying = history.last_crisis == SELF_HARM and self._alarm_stands()
        return is_one and is_of_dying and not were_told

    def as_unclear(self) -> Understood:
        """It is not understood."""
        return self.message.as_intent(OUT_OF_SCOPE)

    def as_it_was_read(self) -> Understood:
        """It means what it says."""
        return self.message

    def as_yes(self) -> Understood:
        """The alarm is over; but that is no leave to ask a person, or to let one read along."""
        last = self.history.last
        asks_for_leave = last is not None and last.answer in hand_over.QUESTIONS
        level = min(Risk.high, self.highest)
        return self.message.read_as(NO if asks_for_leave else YES, level, is_certain=True)

    def as_no_alarm(self) -> Understood:
        """What it was read as, without the alarm."""
        return self.message.read_as(self.message.intent, Risk.none, is_certain=True)

    def as_this_crisis(self) -> Understood:
        """A sure alarm of the crisis that it was read as."""
        return self.message.read_as(self.message.intent, Risk.emergency, is_certain=True)

    def as_a_doubt(self) -> Understood:
        """It is asked whether the child is safe, about what it was read as."""
        return self.message.read_as(self.message.intent, Risk.emergency, is_certain=False)

    def as_the_last_crisis(self) -> Understood:
        """A sure alarm of the crisis that was answered last."""
        return self._as_the_last_crisis(is_certain=True)

    def as_thoughts_of_dying(self) -> Understood:
        """It is asked whether the child is safe; its words are remembered as that."""
        thoughts = self.message.read_as(SELF_HARM, Risk.emergency, is_certain=False)
        return thoughts.saying(OWNS_UP, CRIED_OUT)

    def as_a_doubtful_alarm(self) -> Understood:
        """It is asked once more whether the child is safe."""
        return self._as_the_last_crisis(is_certain=False)

    def _as_the_last_crisis(self, *, is_certain: bool) -> Understood:
        crisis = self.history.last_crisis or self.message.intent
        return self.message.read_as(crisis, Risk.emergency, is_certain=is_certain)

    def _has_thoughts_and_no_threat(self) -> bool:
        """Whether an alarm for thoughts of dying stands, and no words ever told of a threat."""
        message, history = self.message, self.history
        has_ever_said = message.says.union(*(one.says for one in history.said))
        is_threat = ABUSE in history.just_answered or not OF_THREATS.isdisjoint(has_ever_said)
        has_thoughts = history.last_crisis == SELF_HARM and self._alarm_stands()
        return has_thoughts and not is_threat and not message.has_pattern

    def _is_calm(self) -> bool:
        return is_calm(self.message, self.stands)

    def _alarm_stands(self) -> bool:
        is_over = self.history.alarms_are_over(self.message.says, self.message.unsays)
        return self.highest is Risk.emergency and not is_over

    def _goes_on(self) -> bool:
        """Whether a topic goes on with an alarm: always, or after what was said before."""
        goes_on = self.message.goes_on
        if self.message.goes_on_with(self.history):
            return True
        if AFTER_ALARM in goes_on and not self._is_calm():
            return True
        return STANDING in goes_on and self.history.has_alarm and self._alarm_stands()


Rule = tuple[Callable[[Case], bool], Callable[[Case], Understood]]

RULES: tuple[Rule, ...] = (
    (Case.is_safe_now, Case.as_yes),
    (Case.is_safe_and_asks_something, Case.as_no_alarm),
    (Case.is_with_somebody_after_all_was_safe, Case.as_yes),
    (Case.says_that_help_is_near, Case.as_the_last_crisis),
    (Case.is_more_of_the_last_alarm, Case.as_the_last_crisis),
    (Case.is_near_somebody, Case.as_the_last_crisis),
    (Case.only_sounds_like_a_threat, Case.as_a_doubtful_alarm),
    (Case.is_crisis_beyond_doubt, Case.as_this_crisis),
    (Case.has_the_thoughts_it_was_asked_of, Case.as_thoughts_of_dying),
    (Case.still_has_the_thoughts, Case.as_the_last_crisis),
    (Case.is_raised_by_no_words_after_all_was_safe, Case.as_a_doubt),
    (Case.is_another_alarm, Case.as_it_was_read),
    (Case.is_after_no_crisis, Case.as_it_was_read),
    (Case.is_no_to_are_you_safe, Case.as_the_last_crisis),
    (Case.goes_on_with_the_alarm, Case.as_the_last_crisis),
    (Case.takes_back_a_joke, Case.as_the_last_crisis),
    (Case.would_begin_a_quiz_by_chance, Case.as_the_last_crisis),
    (Case.is_unclear_after_are_you_safe, Case.as_a_doubtful_alarm),
    (Case.is_a_stranger_by_chance, Case.as_unclear),
)
