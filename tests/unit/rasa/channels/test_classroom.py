"""What nginx sends once more, because a bot was slow: the whole bot is in tests/bot."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Restarted, UserUttered

from beacon.rasa.channels.classroom import ClassroomInput
from beacon.rasa.stores.trackers import ForgettingTrackerStore
from tests.unit.rasa.channels.processors import processor

START_AGAIN = "start again"
STEP = {"scenario": "asked-by-a-crush", "step": 6}
SAY = {"text": "what is sexting"}


class Bot:
    """What the channel needs of Rasa's agent; it counts its answers, and fails when told to."""

    def __init__(self) -> None:
        self.tracker_store = ForgettingTrackerStore(Domain.empty())
        self.lock_store = InMemoryLockStore()
        self.processor = processor(self.handle)
        self.fails = False
        self.answers = 0

    async def handle(self, message: UserMessage) -> None:
        if self.fails:
            raise RuntimeError("no answer")
        await asyncio.sleep(0)
        self.answers += 1
        text = f"Answer {self.answers}."
        tracker = await self.tracker_store.get_or_create_tracker(message.sender_id)
        about = {"text": message.text, "intent": {"name": "thank"}, "risk": {"level": "none"}}
        said = UserUttered(message.text, about["intent"], parse_data=about)
        said.metadata = message.metadata
        tracker.update(said)
        if message.text == START_AGAIN:
            tracker.update(Restarted())
        tracker.update(BotUttered(text))
        await self.tracker_store.save(tracker)
        await message.output_channel.send_response(message.sender_id, {"text": text})


class Wall:
    """A class before its wall."""

    def __init__(self) -> None:
        self.bot, self.channel = Bot(), ClassroomInput()
        self.conversation = ""

    @classmethod
    async def begun(cls) -> Wall:
        """One whose bot has been told an age, to which it has given its first answer."""
        wall = cls()
        started = await wall.channel._start(wall.bot, {"band": "11-13"})
        wall.conversation = started["conversation"]
        return wall

    async def send(self, body: dict[str, Any], key: str | None) -> dict[str, Any]:
        answer = self.channel._step if "step" in body else self.channel._say_on_the_wall
        return await answer(self.bot, {"conversation": self.conversation, "key": key, **body})


@pytest.mark.parametrize("body", [STEP, SAY], ids=["step", "say"])
async def test_a_message_that_comes_twice_is_answered_once(body: dict[str, Any]) -> None:
    wall = await Wall.begun()
    first = await wall.send(body, "1")
    assert first["messages"][0]["before"] == ["Answer 2."]
    assert await wall.send(body, "1") == first
    assert wall.bot.answers == 2


@pytest.mark.parametrize("body", [STEP, SAY], ids=["step", "say"])
async def test_copies_that_come_at_once_are_answered_once(body: dict[str, Any]) -> None:
    wall = await Wall.begun()
    one, other = await asyncio.gather(*(wall.send(body, "1") for _ in range(2)))
    assert one == other
    assert wall.bot.answers == 2


@pytest.mark.parametrize("keys", [("1", "2"), (None, None)], ids=["other keys", "no keys"])
async def test_what_is_asked_again_is_answered_again(keys: tuple[str | None, str | None]) -> None:
    wall = await Wall.begun()
    for number, key in enumerate(keys):
        answer = await wall.send(SAY, key)
        assert answer["messages"][0]["before"] == [f"Answer {2 + number}."]


async def test_what_the_bot_fails_over_is_not_shown() -> None:
    wall = await Wall.begun()
    await wall.send(SAY, "1")
    wall.bot.fails = True
    assert await wall.send({"text": "my own words"}, "2") == {"private": True}


async def test_start_again_is_shown_though_no_message_is_left() -> None:
    wall = await Wall.begun()
    answer = await wall.send({"text": START_AGAIN}, "1")
    assert answer["private"] is False
    assert answer["messages"][0]["before"] == ["Answer 2."]
