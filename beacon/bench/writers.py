"""How well the bot knows who writes, after each message of whole chats: a part of `make bench`."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from rasa.core.agent import Agent

from beacon.answers.roles import surely
from beacon.bench import labelled_chats
from beacon.bench.heard import Heard, shares
from beacon.bench.labelled_chats import Message
from beacon.project import ROOT
from beacon.understanding.belief import Belief, likeliest
from beacon.understanding.parse_keys import WRITERS
from beacon.understanding.writers import AT_FIRST, LABELS, believed

# Chats from which no classifier has learned.
FOLDER = ROOT / "tests" / "nlu" / "writers"
CHATS = FOLDER / "test_en.yml"
# Those of adults who offend, and of people who only sound like it.
OF_OFFENDERS = FOLDER / "offenders_en.yml"
# Those of young people who did something, and of victims who only sound like it.
OF_DOERS = FOLDER / "deeds_en.yml"
SETS = (CHATS, OF_OFFENDERS, OF_DOERS)
UNKNOWN = "unknown"


class Written(NamedTuple):
    """Who writes, as far as readers can tell by this message, and what the bot believes."""

    writer: str
    belief: Belief

    @property
    def is_sure(self) -> bool:
        """Whether the bot is sure enough to act on it."""
        return surely(self.belief, None) is not None

    @property
    def is_right(self) -> bool:
        """Whether the likeliest one is who writes."""
        return likeliest(self.belief) == self.writer


def chats(file: Path = CHATS) -> list[list[Message]]:
    """The messages of each chat. Raises DataFileError."""
    return labelled_chats.read(file, "writer", (*LABELS, UNKNOWN))


def report(agent: Agent) -> str:
    """Tables of what the bot believes of each writer's messages, one for each set of chats."""
    tables = (table_of(asyncio.run(_read(agent, file))) for file in SETS)
    return "\n\n".join(tables)


def table_of(written: Sequence[Written]) -> str:
    """By writer: how many were right, how many were sure, how many of the sure ones were right."""
    known = (one for one in written if one.writer != UNKNOWN)
    heard = [Heard(one.writer, one.is_right, one.is_sure) for one in known]
    return shares("who writes", heard, LABELS)


async def _read(agent: Agent, file: Path) -> list[Written]:
    written = []
    for messages in chats(file):
        belief = AT_FIRST
        for one in messages:
            parsed = await agent.parse_message(one.text)
            belief = believed(belief, parsed.get(WRITERS) or {})
            written.append(Written(one.label, belief))
    return written
