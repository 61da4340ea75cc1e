"""Decides the risk of a message from three opinions: its intent, the risk head, the patterns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from beacon.levels import Risk
from beacon.risk import Match
from beacon.understanding.contract import (
    CRISES,
    DISCLOSURE_PREFIX,
    NOT_UNDERSTOOD,
    has_an_answer,
    lowest_risk,
)

# Below this chance of either the words do not say which crisis it is.
LEAST_CRISIS = 0.2
# An intent that has an answer of its own to what was asked is kept from this chance on.
LEAST_LEAD = 0.5
# A disclosure that has at least this share of what the crises leave over is what an emergency is
# about.
LEAST_SHARE = 0.5


@dataclass(frozen=True)
class Thresholds:
    """From which chance on a level holds; chosen on held-out messages for recall first.

    Below `certain` an emergency leaves a likely intent its answer, and goes before it.
    """

    emergency: float
    certain: float
    high: float
    concern: float


@dataclass(frozen=True)
class Assessment:
    """The risk of one message, the intent that it leads to, and what led to it.

    `disclosure` is what happened, where an emergency tells of that too. `names_crisis` is false
    where the words do not say which crisis an emergency is, `is_certain` where an emergency may be
    a false alarm. `otherwise` is the likeliest intent that is understood and no crisis, with its
    chance.
    """

    level: Risk
    intent: str
    emergency: float
    patterns: tuple[Match, ...]
    disclosure: str | None = None
    names_crisis: bool = True
    is_certain: bool = True
    otherwise: tuple[str, float] | None = None


def assess(
    intents: Sequence[tuple[str, float]],
    risks: Mapping[str, float],
    matches: Sequence[Match],
    thresholds: Thresholds,
) -> Assessment:
    """The risk is the highest that any opinion gives; an emergency turns the intent into a crisis.

    But for one that nothing is sure of, beside an intent with an answer of its own: a false alarm
    must not take the answer away, so the number and the services only go before it.

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
    by_pattern = any(match.is_sure_alarm for match in matches)
    is_certain = by_pattern or emergency >= thresholds.certain
    keeps_answer = not is_certain and _has_its_answer(best, chances[best])
    is_crisis = level is Risk.emergency and not keeps_answer
    named = _named(best, matches)
    likelier = max(CRISES, key=lambda crisis: chances.get(crisis, 0.0))
    return Assessment(
        level=level,
        intent=(named or likelier) if is_crisis else best,
        emergency=emergency,
        patterns=tuple(matches),
        disclosure=_disclosure(chances, matches) if level is Risk.emergency else None,
        names_crisis=named is not None or chances.get(likelier, 0.0) >= LEAST_CRISIS,
        is_certain=is_certain,
        otherwise=_otherwise(intents),
    )


def _otherwise(intents: Sequence[tuple[str, float]]) -> tuple[str, float] | None:
    named = (one for one in intents if one[0] not in {*CRISES, *NOT_UNDERSTOOD})
    return next(named, None)


def _level(emergency: float, risks: Mapping[str, float], thresholds: Thresholds) -> Risk:
    if emergency >= thresholds.emergency:
        return Risk.emergency
    if risks["high"] + risks["emergency"] >= thresholds.high:
        return Risk.high
    if 1 - risks["none"] >= thresholds.concern:
        return Risk.concern
    return Risk.none


def _has_its_answer(best: str, chance: float) -> bool:
    return has_an_answer(best) and chance >= LEAST_LEAD


def _named(best: str, matches: Sequence[Match]) -> str | None:
    """The crisis that was understood, or else that of a pattern."""
    by_pattern = (match.intent for match in matches if match.level is Risk.emergency)
    return best if best in CRISES else next(filter(None, by_pattern), None)


def _disclosure(chances: Mapping[str, float], matches: Sequence[Match]) -> str | None:
    """What happened, by the likeliest of the other intents, else by the patterns."""
    others = {intent: chance for intent, chance in chances.items() if intent not in CRISES}
    likeliest = max(others, key=others.__getitem__, default="")
    is_likely = others.get(likeliest, 0.0) >= LEAST_SHARE * sum(others.values())
    told = [likeliest] if is_likely else []
    told += [match.intent for match in matches if match.intent]
    return next((intent for intent in told if intent.startswith(DISCLOSURE_PREFIX)), None)
