"""Messages are understood in threads beside the server's own."""

from __future__ import annotations

import asyncio
import threading
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage

from beacon.rasa.channels.parsing import parse


def agent(parse_message: Any) -> SimpleNamespace:
    return SimpleNamespace(processor=SimpleNamespace(parse_message=parse_message))


async def test_the_server_goes_on_while_a_message_is_understood() -> None:
    understood = threading.Event()

    async def parse_message(message: UserMessage, tracker: object) -> dict[str, Any]:
        assert understood.wait(10), "the server stood still"
        return {"text": message.text, "tracker": tracker}

    parsing = asyncio.create_task(parse(agent(parse_message), UserMessage("hello"), None))
    await asyncio.sleep(0.01)
    understood.set()
    assert await parsing == {"text": "hello", "tracker": None}


async def test_what_goes_wrong_there_goes_wrong_here() -> None:
    async def parse_message(*_: object) -> dict[str, Any]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await parse(agent(parse_message), UserMessage("hello"))


async def test_a_message_whose_child_has_left_before_its_turn_is_never_begun() -> None:
    goes_on, begun = threading.Event(), []

    async def parse_message(message: UserMessage, tracker: object) -> dict[str, Any]:
        del tracker
        begun.append(message.text)
        assert goes_on.wait(10)
        return {}

    first = [
        asyncio.create_task(parse(agent(parse_message), UserMessage("here"))) for _ in range(4)
    ]
    left = asyncio.create_task(parse(agent(parse_message), UserMessage("left")))
    await asyncio.sleep(0.01)
    left.cancel()
    await asyncio.wait([left])
    goes_on.set()
    await asyncio.gather(*first)
    assert begun == ["here"] * 4


async def test_a_pipeline_that_waits_is_refused() -> None:
    async def parse_message(*_: object) -> dict[str, Any]:
        await asyncio.sleep(0)
        return {}

    with pytest.raises(RuntimeError, match="cannot run in a thread"):
        await parse(agent(parse_message), UserMessage("hello"))
