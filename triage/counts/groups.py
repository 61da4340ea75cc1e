"""The closed lists behind every count: what may be counted, and by what it is grouped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

KINDS_OF_BOT = (
    "chat",
    "understood",
    "not_understood",
    "help_shown",
    "help_tapped",
    "helped",
    "not_helped",
    "asked_person",
    "handed_over",
    "hand_over_failed",
)
KINDS_OF_STAFF = ("taken", "nobody", "closed")
KINDS = KINDS_OF_BOT + KINDS_OF_STAFF
# As in beacon.levels, from the least urgent and from the youngest.
RISKS = ("none", "concern", "high", "emergency")
BANDS = ("8-10", "11-13", "14-17", "adult")
DIMENSIONS = ("topic", "risk", "age_band", "country", "language")
# What a worker chose for the record of a case that is `closed`, which nothing else has.
RECORD = ("category", "action", "outcome")
# What such a choice is called; a category with any other key could not be counted.
RECORD_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")

_ALLOWED = {
    "topic": re.compile(r"[a-z_]{2,40}"),
    "risk": re.compile("|".join(RISKS)),
    "age_band": re.compile("|".join(BANDS)),
    "country": re.compile("[A-Z]{2}"),
    "language": re.compile("[a-z]{2}"),
    **dict.fromkeys(RECORD, RECORD_KEY),
}
_WANTED = {
    "topic": "the name of an intent",
    "risk": f"one of {', '.join(RISKS)}",
    "age_band": f"one of {', '.join(BANDS)}",
    "country": "two capital letters",
    "language": "two small letters",
}


class EventError(ValueError):
    """An event cannot be counted; the message says why."""


@dataclass(frozen=True, order=True)
class Group:
    """What is counted together; an empty value is one that nobody told."""

    kind: str
    topic: str = ""
    risk: str = ""
    age_band: str = ""
    country: str = ""
    language: str = ""
    category: str = ""
    action: str = ""
    outcome: str = ""


def dimensions_of(kind: str) -> tuple[str, ...]:
    """By what a kind is grouped."""
    return (*DIMENSIONS, *RECORD) if kind == "closed" else DIMENSIONS


def group_of(event: object) -> Group:
    """The group of an event that the bot sent. Raises EventError for anything unexpected in it.

    The message never repeats what was sent: it may be a child's words, by mistake.
    """
    if not isinstance(event, dict):
        raise EventError("an event is not an object")
    if strange := set(event) - {"kind", *DIMENSIONS}:
        raise EventError(f"an event holds {len(strange)} fields that are not in the contract")
    kind = event.get("kind")
    if kind not in KINDS_OF_BOT:
        raise EventError(f"kind must be one of {', '.join(KINDS_OF_BOT)}")
    told = {name: event[name] for name in DIMENSIONS if event.get(name) is not None}
    for name, value in told.items():
        if not is_allowed(name, value):
            raise EventError(f"{name} must be {_WANTED[name]}")
    return Group(kind, **told)


def group_of_case(kind: str, about: Mapping[str, Any]) -> Group:
    """The group of what the application itself counts.

    A value outside the lists counts as not told: no count ever stands in the way of a case.
    Raises EventError for an unknown kind or name, which only a mistake in the code can cause.
    """
    if kind not in KINDS_OF_STAFF or not set(about) <= set(dimensions_of(kind)):
        raise EventError(f"the staff's application counts no {kind!r} by {sorted(about)}")
    return Group(kind, **{name: value for name, value in about.items() if is_allowed(name, value)})


def is_allowed(name: str, value: object) -> bool:
    """Whether the value is in the closed list of the dimension of that name."""
    return isinstance(value, str) and _ALLOWED[name].fullmatch(value) is not None
