"""How a message is heard once trouble was told: classifiers read it without the rest of the chat.

Each message is read alone, as if it were the first. In the middle of a talk about trouble few are
alarms and few are off topic, and who writes does not change from one message to the next.
"""

from __future__ import annotations

from dataclasses import replace

from beacon.answers import roles
from beacon.answers.history import History
from beacon.answers.in_danger import (
    NOT_IN_DANGER,
    WHO_AND_WHERE,
    begins_quiz_by_chance,
    is_calm,
)
from beacon.answers.understood import Understood
from beacon.levels import Risk
from beacon.understanding.belief import Belief
from beacon.understanding.contract import (
    IMMEDIATE_DANGER,
    OUT_OF_SCOPE,
    SEXUAL_TO_BOT,
    has_an_answer,
    lowest_risk,
)
from beacon.understanding.danger import chance_of_danger

# An alarm that only the classifiers raise is sure from that chance on, right after another alarm.
SURE_ALARM = 0.9
# Below this chance it leaves an answer to what is likely enough beside it.
WEAK = 0.7
# So likely that must be at least, measured by the alarm.
BESIDE_WEAK = 0.5
# Below this chance of danger, by all of the chat, even an alarm of which the classifiers are sure
# is none.
SURELY_NOT = 0.1
# From this chance on it is asked, though they raised none.
IN_DANGER = 0.3
# From this one on it is asked once more, when it was just asked: stories go on without an answer.
STILL_IN_DANGER = 0.5
# From this one on it is sure then.
SURELY_IN_DANGER = 0.7
# From that chance on an intent is likelier than all others, off topic too.
LIKELIEST = 0.5


def heard(
    message: Understood,
    highest: Risk,
    history: History,
    stands: Belief,
    *,
    is_adult: bool,
    is_young: bool = False,
) -> Understood:
    """The message as it is meant in a chat of that risk; the words of an alarm are left alone.

    `is_young` is whether the writer's age is known, as that of a child.
    """
    if not history.said or not message.is_typed:
        return message
    if _is_by_words(message, history, stands) if message.is_alarm else message.is_led:
        return message
    meant = _meant(message, highest, history, stands)
    if meant.is_alarm:
        return meant
    return roles.heard(meant, history, is_adult=is_adult, is_young=is_young)


def _is_by_words(message: Understood, history: History, stands: Belief) -> bool:
    """Whether words raise the alarm: those that only go on with others, not in a calm chat."""
    may_go_on = message.may_go_on and not is_calm(message, stands)
    return message.has_pattern or may_go_on or message.goes_on_with(history)


def _meant(message: Understood, highest: Risk, history: History, stands: Belief) -> Understood:
    """What the classifiers say, whoever writes."""
    if message.is_alarm:
        return _alarm(message, highest, history, stands)
    if _shows_danger(message, history, stands):
        return _as_danger(message, history, stands)
    return _on_topic(message, highest)


def _alarm(message: Understood, highest: Risk, history: History, stands: Belief) -> Understood:
    """An alarm of the classifiers; a false one must not take the answer away, nor stay for good.

    They know messages by themselves: what they are sure of in the middle of a talk is asked about
    first, and is sure when the next message sounds like one, too.
    """
    alarm_stands = history.alarm_stands(message.says, message.unsays)
    if message.has_doubtful_pattern:
        return replace(message, is_certain=message.is_certain and alarm_stands)
    by_words = message.led_in_doubt if message.not_after.isdisjoint(history.topics) else None
    least = SURELY_NOT if message.is_certain else NOT_IN_DANGER
    if message.danger and history.is_of_a_talk and chance_of_danger(stands) < least:
        return message.as_no_alarm(by_words)
    if alarm_stands:
        return message
    was_alarm = history.last is not None and history.last.risk is Risk.emergency
    if message.is_certain and message.alarm >= SURE_ALARM and was_alarm:
        return message
    is_weak = message.alarm < WEAK and message.otherwise_chance >= BESIDE_WEAK * message.alarm
    otherwise = message.likely_otherwise if is_weak and highest >= Risk.concern else None
    answer = by_words or otherwise
    if answer:
        return message.read_as(answer, Risk.emergency, is_certain=False)
    return replace(message, is_certain=False)


def _shows_danger(message: Understood, history: History, stands: Belief) -> bool:
    """Whether by all of the chat somebody is in danger, where no alarm stands.

    Phrases that are known as everyday ones show none, nor does who tells its age or country.
    """
    if _tells_who_and_where(message) and not history.asks_whether_safe:
        return False
    least = IN_DANGER
    if history.asks_whether_safe:
        has_asked_twice = history.before_last.asks_whether_safe
        least = SURELY_IN_DANGER if has_asked_twice else STILL_IN_DANGER
    is_read = bool(message.danger) and not message.may_be_calm
    alarm_stands = history.alarm_stands(message.says, message.unsays)
    return is_read and chance_of_danger(stands) >= least and not alarm_stands


def _tells_who_and_where(message: Understood) -> bool:
    """Whether it says who and where the writer is, and shows no danger by itself."""
    is_likely = message.intent in WHO_AND_WHERE and message.confidence >= LIKELIEST
    return is_likely and chance_of_danger(message.danger) < IN_DANGER


def _as_danger(message: Understood, history: History, stands: Belief) -> Understood:
    """An alarm that no message raised alone: after the question it may be a sure one.

    What has an answer of its own keeps it, behind the number.
    """
    if history.asks_whether_safe and chance_of_danger(stands) >= SURELY_IN_DANGER:
        return message.read_as(
            history.last_crisis or IMMEDIATE_DANGER, Risk.emergency, is_certain=True
        )
    is_asked = has_an_answer(message.intent) and message.confidence >= LIKELIEST
    intent = message.intent if is_asked else history.last_crisis or IMMEDIATE_DANGER
    return message.read_as(intent, Risk.emergency, is_certain=False)


def _on_topic(message: Understood, highest: Risk) -> Understood:
    """What was taken for off topic only because that counts more in a message by itself.

    The other way round nobody in trouble is asked which of two unlikely things is meant, or begins
    to play by a word that may mean the quiz. Who has told something grave speaks of that, and not
    of sex to the bot ("three images of a minor").
    """
    if highest < Risk.concern:
        return message
    otherwise = message.likely_otherwise
    if message.intent == SEXUAL_TO_BOT and highest >= Risk.high:
        return message.as_intent(OUT_OF_SCOPE)
    if message.intent == OUT_OF_SCOPE and otherwise and message.otherwise_chance >= LIKELIEST:
        return message.as_intent(otherwise)
    is_doubtful = message.doubt is not None and message.confidence < LIKELIEST
    is_quiz = begins_quiz_by_chance(message) and highest < Risk.emergency
    if is_quiz or (is_doubtful and lowest_risk(message.intent) < Risk.high):
        return message.as_intent(OUT_OF_SCOPE)
    return message
