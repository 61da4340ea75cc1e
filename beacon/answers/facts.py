"""The facts of a turn, which choose a variant: what a message names, and what was said before.

`when` in answers/schema.yml asks for them.
"""

from __future__ import annotations

from collections.abc import Mapping

from beacon.answers.hearing import Heard
from beacon.answers.history import ALARM, BY_WORDS, RAISED, TOLD, History
from beacon.answers.understood import Understood
from beacon.understanding.contract import CRISES, DISCLOSURE_PREFIX, INFORM_AGE, NOT_UNDERSTOOD

# The entities that are facts.
ENTITIES = ("term", "recommendation", "topic", "country")
# The fact that says what the bot has just asked.
ASKED = "asked"


def facts_of(heard: Heard) -> Mapping[str, str]:
    """All that are known of a message in its chat."""
    message, history = heard.message, heard.chat.history
    return {
        **{name: value for name, value in message.entities.items() if name in ENTITIES},
        **_disclosure(message, history),
        **({TOLD: heard.told} if heard.told else {}),
        **_again(heard.intent, message, history),
        **({ALARM: "doubtful"} if message.is_doubtful_alarm else {}),
        **({RAISED: BY_WORDS} if message.has_pattern else {}),
        **({ASKED: history.question} if history.question else {}),
        **_unknown_age(heard.intent, heard.chat.band),
    }


def _disclosure(message: Understood, history: History) -> dict[str, str]:
    """What an emergency is about: by this message, or by the last disclosure that was answered."""
    if not message.is_alarm:
        return {}
    disclosure = message.disclosure or history.latest(_is_disclosure)
    return {"disclosure": disclosure} if disclosure else {}


def _is_disclosure(intent: str) -> bool:
    return intent.startswith(DISCLOSURE_PREFIX)


def _again(intent: str, message: Understood, history: History) -> dict[str, str]:
    """Whether the same, or any crisis, was answered; a doubtful one only where this is one too."""
    alike = next((kind for kind in (NOT_UNDERSTOOD, CRISES) if intent in kind), (intent,))
    same = [one for one in history.said if one.answer in alike]
    times = sum(message.is_doubtful_alarm or not one.is_doubtful_alarm for one in same)
    return {"again": "often" if times > 1 else "answered"} if times else {}


def _unknown_age(intent: str, band: str | None) -> dict[str, str]:
    """That an age was meant ("mum", "old enough") and none was found: it may not be thanked for."""
    return {"age": "unknown"} if intent == INFORM_AGE and not band else {}
