"""Decides the risk of a message from three opinions: its intent, the risk head, the patterns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from beacon.levels import Risk
from beacon.risk import Match
from beacon.understanding.contract import DANGER, DISCLOSURE_PREFIX, SELF_HARM, lowest_risk

CRISES = (SELF_HARM, DANGER)
# Of what the crises leave over: a disclosure with that share is what an emergency is about.
LEAST_SHARE = 0.5


@dataclass(frozen=True)
class Thresholds:
    """From which chance on a level holds; chosen on held-out messages for recall first."""

    emergency: float
    high: float
    concern: float


@dataclass(frozen=True)
class Assessment:
    """The risk of one message, the intent that it leads to, and what led to it.

    `disclosure` is what happened, where an emergency tells of that too.
    """

    level: Risk
    intent: str
    emergency: float
    patterns: tuple[Match, ...]
    disclosure: str | None = None


def assess(
    intents: Sequence[tuple[str, float]],
    risks: Mapping[str, float],
    matches: Sequence[Match],
    thresholds: Thresholds,
) -> Assessment:
    """The risk is the highest that any opinion gives; an emergency turns the intent into a crisis.

    `intents` is the ranking, the likeliest first; `risks` the chance of each level by name.
    """
    chances = dict(intents)
    best = intents[0][0]
    emergency = (sum(chances.get(crisis, 0.0) for crisis in CRISES) + risks["emergency"]) / 2
    level = max(
        lowest_risk(best),
        _level(emergency, risks, thresholds),
        max((match.level for match in matches), default=Risk.none),
    )
    return Assessment(
        level=level,
        intent=_crisis(best, chances, matches) if level is Risk.emergency else best,
        emergency=emergency,
        patterns=tuple(matches),
        disclosure=_disclosure(chances, matches) if level is Risk.emergency else None,
    )


def _level(emergency: float, risks: Mapping[str, float], thresholds: Thresholds) -> Risk:
    if emergency >= thresholds.emergency:
        return Risk.emergency
    if risks["high"] + risks["emergency"] >= thresholds.high:
        return Risk.high
    if 1 - risks["none"] >= thresholds.concern:
        return Risk.concern
    return Risk.none


def _crisis(best: str, chances: Mapping[str, float], matches: Sequence[Match]) -> str:
    """The crisis that the words stand for: the patterns' word first, then the likelier one."""
    if best in CRISES:
        return best
    for match in matches:
        if match.level is Risk.emergency and match.intent:
            return match.intent
    return max(CRISES, key=lambda crisis: chances.get(crisis, 0.0))


def _disclosure(chances: Mapping[str, float], matches: Sequence[Match]) -> str | None:
    """What happened, by the likeliest of the other intents, else by the patterns."""
    others = {intent: chance for intent, chance in chances.items() if intent not in CRISES}
    likeliest = max(others, key=others.__getitem__, default="")
    is_likely = others.get(likeliest, 0.0) >= LEAST_SHARE * sum(others.values())
    told = [likeliest] if is_likely else []
    told += [match.intent for match in matches if match.intent]
    return next((intent for intent in told if intent.startswith(DISCLOSURE_PREFIX)), None)
