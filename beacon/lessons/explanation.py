"""Why the bot gave an answer, in words for a teacher."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import textstat

from beacon.answers.history import FOLLOW_UP
from beacon.answers.understood import Understood
from beacon.levels import Risk
from beacon.understanding.contract import FALLBACK, lowest_risk, meaning
from beacon.understanding.parse_keys import (
    CONFIDENCE,
    EMERGENCY,
    INTENT,
    INTENT_NAME,
    INTENT_RANKING,
    PATTERN_LEVELS,
    PATTERNS,
    RISK,
)

FEWEST_WORDS_FOR_A_GRADE = 8


def explain(
    message: Mapping[str, Any], slots: Mapping[str, Any], reply: Mapping[str, Any]
) -> dict[str, Any]:
    """The panel beside an answer.

    `message` is Rasa's parse data, `slots` those after the turn, `reply` what the bot sent:
    {"intent", "means", "sure", "second", "risk", "conversation_risk", "reasons", "rule",
    "sources", "grade"}. `sure` is a share between 0 and 1, `grade` that of Flesch and Kincaid,
    None where the words are too few to have one.
    """
    intent = (message.get(INTENT) or {}).get(INTENT_NAME) or FALLBACK
    risk = Understood.of(message).risk
    return {
        "intent": intent,
        "means": meaning(intent),
        "sure": round((message.get(INTENT) or {}).get(CONFIDENCE) or 0.0, 2),
        "second": _second(message.get(INTENT_RANKING) or ()),
        "risk": risk.name,
        "conversation_risk": max(risk, Risk.of(slots.get("risk"))).name,
        "reasons": list(_reasons(intent, message.get(RISK) or {}, risk)),
        "rule": _rule(intent, reply),
        "sources": [source_words(source) for source in reply.get("sources") or ()],
        "grade": _grade(_own_words(reply)),
    }


def source_words(source: str) -> str:
    """A source of an answer as a reader knows it."""
    kind, _, place = source.partition(":")
    if kind == "own":
        return "Beacon's own words"
    return f"Factsheet, {place}" if kind == "factsheet" else place


def _second(ranking: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """The next likely intent, where it has one chance in a hundred at least."""
    if len(ranking) < 2:
        return None
    sure = round(ranking[1][CONFIDENCE], 2)
    return {"intent": ranking[1][INTENT_NAME], "sure": sure} if sure else None


def _reasons(intent: str, about: Mapping[str, Any], risk: Risk) -> Iterator[str]:
    if lowest_risk(intent) > Risk.none:
        yield f"What it is about counts as {lowest_risk(intent).name} at least."
    levels = about.get(PATTERN_LEVELS) or ()
    for name, level in zip(about.get(PATTERNS) or (), levels, strict=False):
        yield f"Some words fit the pattern “{name.replace('_', ' ')}” ({level})."
    if about.get(EMERGENCY) is not None:
        yield f"Chance of an emergency, as the bot sees it: {about[EMERGENCY]:.0%}."
    if risk > lowest_risk(intent) and not levels:
        yield "The words themselves raise it."


def _rule(intent: str, reply: Mapping[str, Any]) -> str:
    follow_up = (reply.get("facts") or {}).get(FOLLOW_UP)
    answer = f"the follow-up {follow_up}" if follow_up else reply.get("answer") or "no answer"
    return f"{intent} → {answer}, for {reply.get('band') or 'any age'}"


def _own_words(reply: Mapping[str, Any]) -> str:
    custom = reply.get("custom") or {}
    if custom.get("type") == "help":
        return " ".join([*custom["before"], *custom["after"]])
    return str(reply.get("text") or "")


def _grade(words: str) -> float | None:
    if len(words.split()) < FEWEST_WORDS_FOR_A_GRADE:
        return None
    return float(textstat.flesch_kincaid_grade(words))
