"""Conditions of variants and first steps on a turn: `when` in answers/schema.yml."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from beacon.answers.history import TOLD
from beacon.answers.turn import Turn
from beacon.levels import Risk
from beacon.understanding.contract import lowest_risks

When = Mapping[str, str | list[str]]
# Conditions that name intents: what an emergency is about, and what was told before.
INTENTS = ("disclosure", TOLD)
# Conditions that name topics, and which topics of a turn each means.
TOPICS: Mapping[str, Callable[[Turn], frozenset[str]]] = {
    "says": lambda turn: turn.says,
    "said": lambda turn: turn.has_said,
    "before": lambda turn: turn.had_said,
}


def fits(when: When, turn: Turn) -> bool:
    """Whether all the conditions hold of that turn."""
    return all(_holds(turn, name, value) for name, value in when.items())


def named(whens: Iterable[When], *conditions: str) -> set[str]:
    """What such conditions name."""
    values = [when[name] for when in whens for name in conditions if name in when]
    return {one for value in values for one in (value if isinstance(value, list) else [value])}


def unknown(intents: Collection[str], topics: Collection[str], known: Collection[str]) -> list[str]:
    """What is wrong with the intents and topics that a file names; `known` are all topics."""
    return [
        *(f"{name!r} is no intent" for name in sorted({*intents} - lowest_risks().keys())),
        *(f"{name!r} is no topic" for name in sorted({*topics} - {*known})),
    ]


def _holds(turn: Turn, name: str, value: str | list[str]) -> bool:
    if name in ("risk", "conversation"):
        risk = min(turn.risk, turn.spoken_risk) if name == "risk" else turn.spoken_risk
        return risk >= Risk.of(str(value))
    values = value if isinstance(value, list) else [value]
    if name in TOPICS:
        return not TOPICS[name](turn).isdisjoint(values)
    if name == "age" and value == "asked":
        return turn.knows_or_asked_age
    if name == "again" and value == "answered":
        return name in turn.facts
    return turn.facts.get(name) in values
