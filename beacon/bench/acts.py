"""How well the trained model tells what messages do in a talk: a part of `make bench`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rasa.core.agent import Agent

from beacon.bench.heard import Heard, parsed_chances, read_labelled, shares
from beacon.project import ROOT
from beacon.understanding.acts import LABELS
from beacon.understanding.belief import likeliest
from beacon.understanding.parse_keys import ACTS

# Messages of chats from which no classifier has learned.
MESSAGES = ROOT / "tests" / "nlu" / "acts" / "test_en.yml"
# The model is sure of an act that has this chance at least.
SURE_ACT = 0.5


@dataclass(frozen=True)
class Doing:
    """A message, what it does, and a second act where a reader found that as right."""

    text: str
    act: str
    second: str | None = None

    def is_right(self, chances: Mapping[str, float]) -> bool:
        """Whether the likeliest act is one of these; False where there are no chances."""
        act = likeliest(chances)
        return act is not None and act in (self.act, self.second)


def messages(file: Path = MESSAGES) -> list[Doing]:
    """The messages of the file. Raises DataFileError."""
    return [Doing(**one) for one in read_labelled(file, "act", LABELS)]


def report(agent: Agent) -> str:
    """A table of what the trained model makes of each act's messages."""
    known = messages()
    heard = parsed_chances(agent, (one.text for one in known), ACTS)
    return table_of(list(zip(known, heard, strict=True)))


def table_of(parsed: Sequence[tuple[Doing, Mapping[str, float]]]) -> str:
    """By act: how many were right, how many were sure, and how many of the sure ones were right."""
    heard = [
        Heard(one.act, one.is_right(chances), max(chances.values(), default=0.0) >= SURE_ACT)
        for one, chances in parsed
    ]
    return shares("messages that", heard, LABELS)
