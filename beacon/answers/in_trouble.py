"""How a message is heard once trouble was told: by itself it is read without what stands around it.

Each message is read alone, as if it were the first. In the middle of a talk about trouble few are
alarms and few are off topic, and who writes does not change from one message to the next.
"""

from __future__ import annotations

from dataclasses import replace

from beacon.answers import roles
from beacon.answers.history import History
from beacon.answers.in_danger import begins_quiz_by_chance
from beacon.answers.topics import STANDING
from beacon.answers.understood import Understood
from beacon.levels import Risk
from beacon.understanding.contract import OUT_OF_SCOPE, lowest_risk

# An alarm that only the classifiers raise is sure from that chance on, right after another alarm.
SURE = 0.9
# Below this chance it leaves an answer to what is at least half as likely.
WEAK, HALF = 0.7, 0.5
# In the middle of a talk in which there was no alarm one that is less likely is none.
UNLIKELY = 0.2
# Nor is a doubtful one, where it is less likely than that that danger is told of.
NO_DANGER = 0.05
# From that chance on an intent is likelier than all others, off topic too.
LIKELIEST = 0.5


def heard(
    message: Understood, highest: Risk, history: History, *, is_adult: bool, is_young: bool = False
) -> Understood:
    """The message as it is meant in a chat of that risk; the words of an alarm are left alone.

    `is_young` is whether the writer's age is known, as that of a child.
    """
    if not history.said or not message.is_typed:
        return message
    if message.is_alarm:
        return message if _is_by_words(message) else _alarm(message, highest, history)
    if message.is_led:
        return message
    on_topic = _on_topic(message, highest)
    return roles.heard(on_topic, history, is_adult=is_adult, is_young=is_young)


def _is_by_words(message: Understood) -> bool:
    """Whether words that a person wrote down make it an alarm, or may go on with one."""
    return message.has_pattern or bool(message.goes_on - {STANDING})


def _alarm(message: Understood, highest: Risk, history: History) -> Understood:
    """An alarm of the classifiers; a false one must not take the answer away, nor stay for good.

    They know messages by themselves: what they are sure of in the middle of a talk is asked about
    first, and is sure when the next message sounds like one, too.
    """
    by_words = message.led_in_doubt if message.not_after.isdisjoint(history.topics) else None
    if message.is_about_no_danger and history.is_of_a_talk:
        return message.as_no_alarm(by_words)
    if history.has_sure_alarm and not history.alarms_are_over(message.says, message.unsays):
        return message
    if _is_unlikely(message, history):
        return message.as_no_alarm(by_words)
    was_alarm = history.last is not None and history.last.risk is Risk.emergency
    if message.is_certain and message.alarm >= SURE and was_alarm:
        return message
    is_weak = message.alarm < WEAK and message.otherwise_chance >= HALF * message.alarm
    otherwise = message.likely_otherwise if is_weak and highest >= Risk.concern else None
    answer = by_words or otherwise
    if answer:
        return message.read_as(answer, Risk.emergency, is_certain=False)
    return replace(message, is_certain=False)


def _is_unlikely(message: Understood, history: History) -> bool:
    """Whether it would be the first alarm of a talk that has begun, and is hardly one."""
    is_hardly_one = message.alarm < UNLIKELY or 0 < message.of_alarm.danger < NO_DANGER
    is_weak = is_hardly_one and not message.is_certain
    return is_weak and not history.has_alarm and history.is_of_a_talk


def _on_topic(message: Understood, highest: Risk) -> Understood:
    """What was taken for off topic only because that counts more in a message by itself.

    The other way round nobody in trouble is asked which of two unlikely things is meant, or begins
    to play by a word that may mean the quiz.
    """
    if highest < Risk.concern:
        return message
    otherwise = message.likely_otherwise
    if message.intent == OUT_OF_SCOPE and otherwise and message.otherwise_chance >= LIKELIEST:
        return message.as_intent(otherwise)
    is_doubtful = message.doubt is not None and message.confidence < LIKELIEST
    is_quiz = begins_quiz_by_chance(message) and highest < Risk.emergency
    if is_quiz or (is_doubtful and lowest_risk(message.intent) < Risk.high):
        return message.as_intent(OUT_OF_SCOPE)
    return message
