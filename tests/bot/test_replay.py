"""A chat is played without servers for benchmarks and readings: as a child would have heard it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from rasa.core.agent import Agent

from beacon import project
from beacon.bench import danger
from beacon.bench.labelled_chats import Message
from beacon.bench.model import load
from beacon.bench.replay import Replay
from beacon.tasks.model import MODEL
from tests.conftest import Chat

# Among as many are some with false alarms, and danger that only the whole chat shows.
CHATS = 30


@pytest.fixture(scope="module")
def agent() -> Agent:
    return load(MODEL)


@pytest.mark.parametrize("said", danger.chats()[:CHATS])
async def test_it_is_answered_as_on_the_bot(
    chat: Chat, agent: Agent, said: Sequence[Message]
) -> None:
    replay = Replay(agent, project.composer())
    played, heard = [], []
    for message in said:
        await replay.say(message.text)
        played.append(replay.reply.text)
        heard.append(chat.text(message.text).strip())
    assert played == heard
