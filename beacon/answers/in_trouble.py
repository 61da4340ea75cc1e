"""How a message is heard once trouble was told: by itself it is read without what stands around it.

Each message is read alone, as if it were the first. In the middle of a talk about trouble few are
alarms and few are off topic, and who writes does not change from one message to the next.
"""

from __future__ import annotations

from dataclasses import replace

from beacon.answers.history import History
from beacon.answers.in_danger import begins_quiz_by_chance
from beacon.answers.topics import OF_ANOTHER, OF_MYSELF, OF_OWN_CHILD, STANDING
from beacon.answers.understood import Understood
from beacon.levels import ADULT, Risk
from beacon.understanding.contract import (
    ABUSE,
    FEELINGS,
    FRIENDS_CASE,
    OUT_OF_SCOPE,
    PARENTS_CASE,
    TEACHERS_CASE,
    has_an_answer,
    lowest_risk,
)

OF_A_CHILD = frozenset({PARENTS_CASE, "parent_how_to_talk", TEACHERS_CASE})
# Who asks so is an adult, where no age was told (domain.yml).
OF_ADULTS = OF_A_CHILD | {"teacher_lesson"}
OF_ITSELF = frozenset(
    {
        "disclose_sextortion",
        "disclose_image_shared",
        ABUSE,
        "disclose_sent_image",
    }
)
# An alarm that only the classifiers raise is sure from that chance on, right after another alarm.
SURE = 0.9
# Below this chance it leaves an answer to what is at least half as likely.
WEAK, HALF = 0.7, 0.5
# Less likely than that nothing is answered.
LEAST = 0.15
# From that chance on an intent is likelier than all others, off topic too.
LIKELIEST = 0.5


def heard(message: Understood, highest: Risk, history: History, *, is_adult: bool) -> Understood:
    """The message as it is meant in a chat of that risk; the words of an alarm are left alone."""
    if not history.said or not message.is_typed:
        return message
    if message.is_alarm:
        return message if _is_by_words(message) else _alarm(message, highest, history)
    if message.is_led:
        return message
    return _in_its_role(_on_topic(message, highest), history, is_adult=is_adult)


def is_taken_for_an_adult(message: Understood, history: History) -> bool:
    """Whether a young person who has told of some trouble was read as a parent or teacher."""
    told = history.latest(_tells_whose)
    is_young = told not in OF_A_CHILD if told else _has_told_as_young(history)
    return is_young and message.intent in OF_ADULTS and OF_OWN_CHILD not in message.says


def _has_told_as_young(history: History) -> bool:
    """Whether trouble was told by somebody who was not yet known as an adult."""
    return any(one.risk >= Risk.concern and one.band != ADULT for one in history.said)


def _is_by_words(message: Understood) -> bool:
    """Whether words that a person wrote down make it an alarm, or may go on with one."""
    return message.has_pattern or bool(message.goes_on - {STANDING})


def _alarm(message: Understood, highest: Risk, history: History) -> Understood:
    """An alarm of the classifiers; a false one must not take the answer away, nor stay for good.

    They know messages by themselves: what they are sure of in the middle of a talk is asked about
    first, and is sure when the next message sounds like one, too.
    """
    if history.has_sure_alarm and not history.alarms_are_over(message.says, message.unsays):
        return message
    was_alarm = history.last is not None and history.last.risk is Risk.emergency
    if message.is_certain and message.alarm >= SURE and was_alarm:
        return message
    is_weak = message.alarm < WEAK and message.otherwise_chance >= HALF * message.alarm
    is_answered = is_weak and highest >= Risk.concern and _may_be_answered(message)
    by_words = message.led_in_doubt if message.not_after.isdisjoint(history.topics) else None
    answer = by_words or (message.otherwise if is_answered else None)
    if answer:
        return message.read_as(answer, Risk.emergency, is_certain=False)
    return replace(message, is_certain=False)


def _on_topic(message: Understood, highest: Risk) -> Understood:
    """What was taken for off topic only because that counts more in a message by itself.

    The other way round nobody in trouble is asked which of two unlikely things is meant, or begins
    to play by a word that may mean the quiz.
    """
    if highest < Risk.concern:
        return message
    is_likeliest = message.otherwise_chance >= LIKELIEST
    if message.intent == OUT_OF_SCOPE and is_likeliest and _may_be_answered(message):
        return message.as_intent(str(message.otherwise))
    is_doubtful = message.doubt is not None and message.confidence < LIKELIEST
    is_quiz = begins_quiz_by_chance(message) and highest < Risk.emergency
    if is_quiz or (is_doubtful and lowest_risk(message.intent) < Risk.high):
        return message.as_intent(OUT_OF_SCOPE)
    return message


def _may_be_answered(message: Understood) -> bool:
    if message.otherwise is None or message.otherwise_chance < LEAST:
        return False
    return message.otherwise == FEELINGS or has_an_answer(message.otherwise)


def _in_its_role(message: Understood, history: History, *, is_adult: bool) -> Understood:
    """A friend, a parent or a victim stays that, unless words tell of another case too."""
    told = history.latest(_tells_whose)
    if told is None or message.intent in OF_A_CHILD:
        is_mistaken = not is_adult and is_taken_for_an_adult(message, history)
    else:
        is_mistaken = _changes_role(message, told)
    if not is_mistaken:
        return message
    other = str(message.otherwise)
    is_an_answer = _may_be_answered(message) and not _tells_whose(other)
    return message.as_intent(other if is_an_answer else told or OUT_OF_SCOPE)


def _changes_role(message: Understood, told: str) -> bool:
    """Whether a friend was read after somebody else was told of, or a victim."""
    intent, says = message.intent, message.says
    if intent == FRIENDS_CASE:
        return told != FRIENDS_CASE and OF_ANOTHER not in says and OF_OWN_CHILD not in says
    if intent in OF_ITSELF:
        return told not in OF_ITSELF and OF_MYSELF not in says
    return False


def _tells_whose(intent: str) -> bool:
    return intent == FRIENDS_CASE or intent in OF_A_CHILD or intent in OF_ITSELF
