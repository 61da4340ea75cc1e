from __future__ import annotations

import asyncio
import json
import uuid
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import register
from sanic import Sanic
from sanic.response import HTTPResponse

from beacon.rasa.channels import rest
from beacon.rasa.channels.door_input import MOST_BYTES, BadRequestError, Incoming
from beacon.rasa.channels.rest import LONGEST_SENDER, DoorRestInput
from beacon.tasks.ports import WITHOUT_MODEL
from tests.unit.rasa.channels.processors import processor


def read(body: Any) -> Incoming:
    return read_bytes(json.dumps(body).encode())


def read_bytes(body: bytes) -> Incoming:
    return rest.read(SimpleNamespace(body=body))  # type: ignore[arg-type]


def test_sender_and_message_are_read() -> None:
    expected = Incoming("child", "hello", attachments=False, language=None)
    assert read({"sender": "child", "message": "hello"}) == expected


@pytest.mark.parametrize("body", [{}, {"sender": None}, {"sender": ""}])
def test_without_a_sender_everyone_is_somebody_else(body: dict[str, Any]) -> None:
    assert read(body).sender != read(body).sender


@pytest.mark.parametrize("body", [{}, {"message": None}, {"message": ""}])
def test_without_a_message_the_text_is_empty(body: dict[str, Any]) -> None:
    assert read(body).text == ""


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b'{"message": "hi"',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"[]",
        b"null",
        b"5",
        b'"hello"',
        b'{"message": 5}',
        b'{"message": ["hi"]}',
        b'{"message": {"text": "hi"}}',
        b'{"message": true}',
        b'{"sender": 5}',
        b'{"sender": ["child"]}',
    ],
)
def test_a_bad_body_is_refused(body: bytes) -> None:
    with pytest.raises(BadRequestError):
        read_bytes(body)


def test_a_body_that_is_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(BadRequestError, match=f"larger than {MOST_BYTES} bytes"):
        read_bytes(b"x" * (MOST_BYTES + 1))


def test_the_longest_sender_is_taken() -> None:
    assert read({"sender": "s" * LONGEST_SENDER}).sender == "s" * LONGEST_SENDER


def test_a_longer_sender_is_refused() -> None:
    with pytest.raises(BadRequestError, match="sender"):
        read({"sender": "s" * (LONGEST_SENDER + 1)})


@pytest.mark.parametrize(
    ("sent", "read_as"), [([{}], True), ("x", True), ([], False), (None, False)]
)
def test_attachments_are_only_noticed(sent: Any, read_as: bool) -> None:
    assert read({"attachments": sent}).attachments is read_as


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({"language": "fr"}, "fr"),
        ({"language": "french"}, None),
        ({"language": 5}, None),
        ({"language": ["f", "r"]}, None),
        ({"other": "fr"}, None),
        ("fr", None),
        (["fr"], None),
        (None, None),
    ],
)
def test_of_the_metadata_only_a_language_is_read(metadata: Any, language: str | None) -> None:
    assert read({"metadata": metadata}).language == language


async def health(agent: Agent | None) -> int:
    """The status with which a server with this agent says how it is."""
    app = Sanic(f"rest-{uuid.uuid4().hex}")
    register([DoorRestInput()], app, "/webhooks/")
    app.ctx.agent = agent
    app.router.finalize()
    _, handler, _ = app.router.get("/webhooks/rest/", "GET", None)
    answer: HTTPResponse = await handler(SimpleNamespace(app=app))
    return answer.status


async def test_a_bot_with_a_model_is_well() -> None:
    agent = Agent()
    agent.processor = processor(handle=lambda _: asyncio.sleep(0))  # type: ignore[assignment]
    assert await health(agent) == 200


async def test_a_bot_without_a_model_is_not() -> None:
    assert await health(Agent()) == WITHOUT_MODEL
    assert await health(None) == WITHOUT_MODEL
