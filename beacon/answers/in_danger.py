"""How a message is heard while an alarm stands, or right after the question "Are you safe?"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from beacon.answers import hand_over
from beacon.answers.topics import ALWAYS
from beacon.answers.turn import FRIEND, HELP_IS_HERE, SAFE, Said, Turn
from beacon.levels import Risk
from beacon.understanding.contract import CRISES, NOT_UNDERSTOOD

YES, NO = "affirm", "deny"
# What "im safe now" may be read as, so that it is no question with an answer of its own.
SMALL_TALK = frozenset(
    {
        NO,
        *NOT_UNDERSTOOD,
        "greet",
        "goodbye",
        "insult",
        "ask_bot_identity",
        "inform_age",
        "inform_country",
    }
)
QUIZ, CERTAIN = "start_quiz", 0.9
# What took an alarm back; who says that it was none raises it again.
JOKE = "joke"


def heard(message: Mapping[str, Any], highest: Risk, said: Sequence[Said]) -> Mapping[str, Any]:
    """The message (Rasa's parse data) as it is meant after what was said.

    "No" to whether the child is safe is an alarm, and so is what goes on with one; that help is
    here ends it.
    """
    if _is_relief(message, said):
        return _read_as(message, _relieved(message, said), level=min(Risk.high, highest).name)
    crises = [one.answer for one in said if one.answer in CRISES]
    intent = _intent(message)
    if _is_alarm(message):
        if crises and (_follows(message, said) or _is_the_same_friend(message, said)):
            return _read_as(message, crises[-1], is_certain=True)
        sure = intent in CRISES and _has_its_topic(message, said)
        return _read_as(message, intent, is_certain=True) if sure else message
    if not crises:
        return message
    if _goes_on(message, highest, said):
        return _read_as(message, crises[-1], level="emergency", is_certain=True)
    if intent in NOT_UNDERSTOOD and was_asked(said) and not was_asked(said[:-1]):
        return _read_as(message, crises[-1], level="emergency", is_certain=False)
    return message


def was_asked(said: Sequence[Said]) -> bool:
    """Whether the bot has just asked if the child is safe, and nothing else."""
    return bool(said) and said[-1].asked_whether_safe


def _goes_on(message: Mapping[str, Any], highest: Risk, said: Sequence[Said]) -> bool:
    if was_asked(said):
        return _has_its_topic(message, said) or _intent(message) == NO
    if JOKE in (message.get("goes_on") or ()) and _follows(message, said):
        return True
    has_to_wait = _intent(message) == QUIZ and not _is_certain_of_its_intent(message)
    stands = Turn("", highest_risk=highest, said=tuple(said), says=_says(message)).in_danger
    return stands and (has_to_wait or _has_its_topic(message, said))


def _is_certain_of_its_intent(message: Mapping[str, Any]) -> bool:
    """Whether it was tapped, or said beyond doubt."""
    return float((message.get("intent") or {}).get("confidence") or 0.0) >= CERTAIN


def _has_its_topic(message: Mapping[str, Any], said: Sequence[Said]) -> bool:
    """Whether a topic goes on with the alarm: always, or after what was said before."""
    return ALWAYS in (message.get("goes_on") or ()) or _follows(message, said)


def _follows(message: Mapping[str, Any], said: Sequence[Said]) -> bool:
    """Whether a topic goes on with what was said before, and only with that."""
    return not Turn("", said=tuple(said)).has_said.isdisjoint(message.get("goes_on") or ())


def _is_the_same_friend(message: Mapping[str, Any], said: Sequence[Said]) -> bool:
    """Whether a second alarm is of somebody else, as the first was."""
    return FRIEND in _says(message) and FRIEND in Turn("", said=tuple(said)).has_said


def _is_relief(message: Mapping[str, Any], said: Sequence[Said]) -> bool:
    """Whether the child is safe, after an alarm, by words that were taken for something else."""
    about = message.get("risk") or {}
    if "emergency" in about.get("pattern_levels", ()):
        return False
    if not any(one.risk is Risk.emergency for one in said):
        return False
    if _intent(message) in SMALL_TALK:
        return not _says(message).isdisjoint({SAFE, HELP_IS_HERE})
    is_doubtful = not about.get("is_certain", True)
    is_safe = HELP_IS_HERE in _says(message) or (SAFE in _says(message) and is_doubtful)
    return is_safe and _intent(message) in CRISES


def _relieved(message: Mapping[str, Any], said: Sequence[Said]) -> str:
    """Yes; but whether a person may be asked, or read along, only a yes itself allows."""
    asks_for_leave = bool(said) and said[-1].answer in hand_over.QUESTIONS
    return NO if asks_for_leave and _intent(message) != YES else YES


def _is_alarm(message: Mapping[str, Any]) -> bool:
    level = Risk.of((message.get("risk") or {}).get("level"))
    return level is Risk.emergency or _intent(message) in CRISES


def _read_as(message: Mapping[str, Any], intent: str, **about: object) -> Mapping[str, Any]:
    risk = {**(message.get("risk") or {}), "names_crisis": True, **about}
    return {**message, "intent": {"name": intent}, "risk": risk, "doubt": None}


def _intent(message: Mapping[str, Any]) -> str:
    return str((message.get("intent") or {}).get("name") or NOT_UNDERSTOOD[0])


def _says(message: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(message.get("says") or ())
