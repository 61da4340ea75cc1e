"""How well the bot knows where chats stand, and where it shows the number.

A part of `make bench`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from rasa.core.agent import Agent

from beacon import project
from beacon.answers import Turn
from beacon.bench import labelled_chats
from beacon.bench.labelled_chats import Message
from beacon.bench.replay import Replay
from beacon.bench.report import share, table
from beacon.project import ROOT
from beacon.understanding.belief import likeliest
from beacon.understanding.danger import LABELS

# Chats from which no classifier has learned, labelled by two readers.
CHATS = ROOT / "tests" / "nlu" / "danger" / "test_en.yml"


class Stood(NamedTuple):
    """Where a chat stands, as far as readers can tell by then, and what the bot makes of it."""

    state: str
    is_right: bool
    has_number: bool
    is_asked: bool

    @classmethod
    def of(cls, state: str, turn: Turn) -> Stood:
        """By a turn; its reply begins with the number where an alarm is raised or still stands."""
        is_right = likeliest(turn.stands) == state
        return cls(state, is_right, turn.in_danger, turn.is_asked_whether_safe)


def chats(file: Path = CHATS) -> list[list[Message]]:
    """The messages of each chat. Raises DataFileError."""
    return labelled_chats.read(file, "state", LABELS)


def report(agent: Agent) -> str:
    """A table of what the trained model and the memory of the bot make of the chats."""
    return table_of(asyncio.run(_stood(agent)))


def table_of(stood: Sequence[Stood]) -> str:
    """By state: how many were right, showed the number, and asked whether the child is safe."""
    rows = []
    for state in (*LABELS, "all"):
        part = [one for one in stood if state in (one.state, "all")]
        counts = (
            sum(one.is_right for one in part),
            sum(one.has_number for one in part),
            sum(one.is_asked for one in part),
        )
        rows.append([state, str(len(part)), *(share(count, len(part)) for count in counts)])
    return table(["the chat stands", "messages", "right", "number above", "asks"], rows)


async def _stood(agent: Agent) -> list[Stood]:
    found = []
    for messages in chats():
        replay = Replay(agent, project.composer())
        for one in messages:
            found.append(Stood.of(one.label, await replay.say(one.text)))
    return found
