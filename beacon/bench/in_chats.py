"""How whole chats are understood: each message after what was said before, as the bot hears it.

A part of `make bench`, which understands the same messages each by itself, too.
"""

from __future__ import annotations

import asyncio
from itertools import groupby

from rasa.core.agent import Agent

from beacon import project
from beacon.bench import labelled
from beacon.bench.labelled import Labelled
from beacon.bench.quality import Result
from beacon.bench.replay import Replay


def understand(agent: Agent, pattern: str) -> list[Result]:
    """What the trained model and the memory of the bot make of each message of the chats."""
    return asyncio.run(_understand(agent, chats(pattern)))


def chats(pattern: str) -> list[list[Labelled]]:
    """The chats in the files that match the pattern, the messages of each in order."""
    messages = labelled.read(pattern, labelled.CHATS)
    ordered = sorted(messages, key=lambda one: (one.chat or "", one.turn))
    return [list(chat) for _, chat in groupby(ordered, key=lambda one: one.chat)]


async def _understand(agent: Agent, talks: list[list[Labelled]]) -> list[Result]:
    results = []
    for messages in talks:
        replay = Replay(agent, project.composer())
        for message in messages:
            turn = await replay.say(message.text)
            results.append(Result(message, turn.intent, turn.risk.name))
    return results
