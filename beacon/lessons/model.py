"""What a teacher plays, plans and hands out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from beacon.levels import Risk

LESSON_MINUTES = 45


class Help(Enum):
    """Which help services an answer shows."""

    NONE = "none"
    SERVICES = "services"
    EMERGENCY = "emergency"


@dataclass(frozen=True)
class Scene:
    """What is told between the messages."""

    words: str


@dataclass(frozen=True)
class Spoken:
    """A message between the people of the story."""

    speaker: str
    words: str


@dataclass(frozen=True)
class Expected:
    """What the bot must make of a question; a test holds it to that."""

    intent: str
    risk: Risk
    help: Help


@dataclass(frozen=True)
class Asked:
    """What the child of the story writes to Beacon."""

    words: str
    expected: Expected


@dataclass(frozen=True)
class Stop:
    """A question to the class, with the choices of a vote where there is one."""

    question: str
    vote: tuple[str, ...]
    listen_for: tuple[str, ...]


Step = Scene | Spoken | Asked | Stop


@dataclass(frozen=True)
class Scenario:
    """A fictional chat in steps, one a click; `name` is that of its file."""

    name: str
    title: str
    bands: tuple[str, ...]
    minutes: int
    about: str
    content_note: str
    asker: str
    reviewed: bool
    sources: tuple[str, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Part:
    """A part of a lesson."""

    name: str
    minutes: int
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """A lesson of 45 minutes for one age band."""

    band: str
    title: str
    reviewed: bool
    sources: tuple[str, ...]
    aims: tuple[str, ...]
    prepare: tuple[str, ...]
    ground_rules: tuple[str, ...]
    parts: tuple[Part, ...]
    exit_slip: tuple[str, ...]
    follow_up: tuple[str, ...]
    vocabulary: Mapping[str, str]
    curriculum: tuple[str, ...]


@dataclass(frozen=True)
class Disclosure:
    """The card for a teacher whom a pupil tells."""

    title: str
    reviewed: bool
    sources: tuple[str, ...]
    first: str
    say: tuple[str, ...]
    do: tuple[str, ...]
    never: tuple[str, ...]
    afterwards: tuple[str, ...]


@dataclass(frozen=True)
class Lessons:
    """All of it: scenarios by name, plans by band."""

    scenarios: Mapping[str, Scenario]
    plans: Mapping[str, Plan]
    disclosure: Disclosure

    def of_band(self, band: str) -> list[Scenario]:
        """The scenarios for a band, in the order of their titles."""
        fitting = [one for one in self.scenarios.values() if band in one.bands]
        return sorted(fitting, key=lambda one: one.title)
