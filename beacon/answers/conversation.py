"""Reads a turn out of what Rasa keeps of a conversation, in the form of plain dictionaries.

The same for the server, whose tracker holds objects, and for the action server, which gets JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from beacon.answers import in_danger
from beacon.answers.turn import ALARM, TAKEN, Said, Turn
from beacon.levels import DEFAULT_BAND, Risk
from beacon.understanding.contract import (
    CRISES,
    DISCLOSURE_PREFIX,
    FALLBACK,
    NOT_UNDERSTOOD,
    lowest_risk,
    tells_what_happened,
)

FACTS = ("term", "recommendation", "topic", "country")
DISCLOSURE = "disclosure"
ASKED = "asked"
INFORM_AGE = "inform_age"
# One message that is misread must not make a child out of a parent, or wipe out abuse.
ADULTS_CASES = ("teacher_incident", "parent_child_affected")
TOLD_FOR_GOOD = ("disclose_coerced", *ADULTS_CASES)


def read_turn(
    message: Mapping[str, Any],
    slots: Mapping[str, Any],
    utterances: Iterable[Mapping[str, Any]] = (),
    hint: str | None = None,
) -> Turn:
    """The turn that `message` (Rasa's parse data) makes after `utterances` (their metadata).

    Where nothing was understood the message is empty. `hint` is the language of the page, for a
    child that has surely written in none yet; the message may bring it, too.
    """
    known = slots.get("language")
    hint = hint or message.get("language_hint")
    said = tuple(_said(about) for about in utterances if about.get("answer"))
    message = in_danger.heard(message, Risk.of(slots.get("risk")), said)
    risk = message_risk(message)
    is_doubtful = _is_doubtful(message, risk)
    is_alarm = risk is Risk.emergency and not is_doubtful
    of_adult = None if is_alarm else _of_adult(message, slots, said)
    intent = of_adult or _intent(message, said)
    return Turn(
        intent=intent,
        risk=risk,
        highest_risk=Risk.of(slots.get("risk")),
        band=slots.get("age_band"),
        country=slots.get("country"),
        language=sure_language(message, known) or known or hint or "en",
        facts={
            **_facts(message),
            **_disclosure(message, risk, said),
            **_before(said),
            **_again(intent, is_doubtful, said),
            **({ALARM: "doubtful"} if is_doubtful else {}),
            **({ASKED: "safe"} if in_danger.was_asked(said) else {}),
            **_unknown_age(intent, slots),
        },
        doubt=None if of_adult else message.get("doubt"),
        said=said,
        says=frozenset(message.get("says") or ()),
        unsays=frozenset(message.get("unsays") or ()),
        # Only words are held against the topics; the action server is sent no text.
        is_typed="says" in message,
    )


def _of_adult(
    message: Mapping[str, Any], slots: Mapping[str, Any], said: Sequence[Said]
) -> str | None:
    """What an adult means by it: the intent of the case that was told, if one was."""
    if slots.get("age_band") != "adult" or not message.get("of_adult"):
        return None
    cases = [one.answer for one in said if one.answer in ADULTS_CASES]
    return cases[-1] if cases else str(message["of_adult"])


def _intent(message: Mapping[str, Any], said: Sequence[Said]) -> str:
    """The intent; of an emergency whose words do not name it, the crisis that was named before."""
    intent = str((message.get("intent") or {}).get("name") or FALLBACK)
    if intent not in CRISES or (message.get("risk") or {}).get("names_crisis", True):
        return intent
    named = [one.answer for one in said if one.answer in CRISES]
    return named[-1] if named else intent


def message_risk(message: Mapping[str, Any]) -> Risk:
    """The risk of one message (Rasa's parse data) as the bot understood it."""
    intent = (message.get("intent") or {}).get("name")
    return max(Risk.of((message.get("risk") or {}).get("level")), lowest_risk(intent))


def sure_language(message: Mapping[str, Any], known: str | None) -> str | None:
    """The language of a message, where it is sure; `known` is that of the chat so far.

    That stays where the message may well be in it: neighbours share too many words.
    """
    if not message.get("language_is_sure"):
        return None
    return known if known in message.get("language_rivals", ()) else message.get("language")


def _facts(message: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for entity in message.get("entities") or []:
        if entity["entity"] in FACTS:
            found.setdefault(entity["entity"], str(entity["value"]))
    return found


def _disclosure(message: Mapping[str, Any], risk: Risk, said: Sequence[Said]) -> dict[str, str]:
    """What an emergency is about: by this message, or by the last disclosure that was answered."""
    if risk is not Risk.emergency:
        return {}
    told = [one.answer for one in said if one.answer.startswith(DISCLOSURE_PREFIX)]
    disclosure = (message.get("risk") or {}).get(DISCLOSURE) or (told[-1] if told else None)
    return {DISCLOSURE: disclosure} if disclosure else {}


def _before(said: Sequence[Said]) -> dict[str, str]:
    """What was told last of what happened."""
    told = [one.answer for one in reversed(said) if tells_what_happened(one.answer)]
    for_good = [one for one in TOLD_FOR_GOOD if one in told]
    return {"told": (for_good or told)[0]} if told else {}


def _again(intent: str, is_doubtful: bool, said: Sequence[Said]) -> dict[str, str]:
    """Whether the same, or any crisis, was answered; a doubtful one only where this is one too."""
    alike = next((kind for kind in (NOT_UNDERSTOOD, CRISES) if intent in kind), (intent,))
    same = [one for one in said if one.answer in alike]
    times = sum(is_doubtful or not one.asked_whether_safe for one in same)
    return {"again": "often" if times > 1 else "answered"} if times else {}


def _is_doubtful(message: Mapping[str, Any], risk: Risk) -> bool:
    """Whether it is an emergency that may be a false alarm."""
    is_certain = (message.get("risk") or {}).get("is_certain", True)
    return risk is Risk.emergency and not is_certain


def _unknown_age(intent: str, slots: Mapping[str, Any]) -> dict[str, str]:
    """That an age was meant ("mum", "old enough") and none was found: it may not be thanked for."""
    return {"age": "unknown"} if intent == INFORM_AGE and not slots.get("age_band") else {}


def _said(about: Mapping[str, Any]) -> Said:
    return Said(
        answer=about["answer"],
        band=about.get("band") or DEFAULT_BAND,
        asks=about.get("asks"),
        facts=about.get("facts") or {},
        risk=Risk.of(about.get("risk")),
        says=_topics_of(about),
        unsays=frozenset(about.get("unsays") or ()),
    )


def _topics_of(about: Mapping[str, Any]) -> frozenset[str]:
    """The topics of the message; what was taken an older version kept as a fact."""
    if "says" not in about and "took" in (about.get("facts") or {}):
        return frozenset({TAKEN})
    return frozenset(about.get("says") or ())
