"""How well it is known where chats stand, and where the number is shown: a part of `make bench`."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from rasa.core.agent import Agent

from beacon import project
from beacon.answers import Turn
from beacon.answers.history import ALARM
from beacon.bench import labelled_chats, model
from beacon.bench.labelled_chats import Message
from beacon.bench.replay import Replay
from beacon.bench.report import share, table
from beacon.project import ROOT
from beacon.understanding.contract import CRISES
from beacon.understanding.danger import LABELS
from beacon.understanding.labelled_messages import likeliest

# Chats that no classifier has learned, labelled by two readers.
CHATS = ROOT / "tests" / "nlu" / "danger" / "test_en.yml"


class Stood(NamedTuple):
    """Where a chat stands, as its readers know by then, and what the bot makes of it."""

    state: str
    is_right: bool
    has_number: bool
    is_asked: bool

    @classmethod
    def of(cls, state: str, turn: Turn) -> Stood:
        """What a turn shows; the number begins its reply wherever an alarm is raised or stands."""
        is_asked = ALARM in turn.facts and turn.intent in CRISES
        return cls(state, likeliest(turn.stands) == state, turn.in_danger, is_asked)


def chats(file: Path = CHATS) -> list[list[Message]]:
    """The messages of each chat. Raises DataFileError."""
    return labelled_chats.read(file, "state", LABELS)


def report(file: Path) -> str:
    """A table of what the trained model and the memory of the bot make of the chats."""
    return table_of(asyncio.run(_stood(model.load(file))))


def table_of(stood: Sequence[Stood]) -> str:
    """By state: how many were right, had the number, and asked whether the child is safe."""
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
