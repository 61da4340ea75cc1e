"""What every route that takes JSON says, whatever it is for."""

from __future__ import annotations

import uuid
from types import SimpleNamespace
from typing import Any

import pytest
from sanic import Blueprint, Sanic
from sanic.response import HTTPResponse

from beacon.rasa.channels.door_input import BadRequestError
from beacon.rasa.channels.routes import Answer, Body, UnknownConversationError, add_json


async def posted(answer: Answer, body: bytes = b"{}") -> tuple[int, bytes]:
    """Status and body of what is said to a POST."""
    app = Sanic(f"routes-{uuid.uuid4().hex}")
    routes = Blueprint("routes")
    add_json(routes, "/chat/what", answer)
    app.blueprint(routes)
    app.ctx.agent = "the agent"
    app.router.finalize()
    _, handler, _ = app.router.get("/chat/what", "POST", None)
    said: HTTPResponse = await handler(SimpleNamespace(app=app, body=body))
    return said.status, said.body or b""


async def test_an_object_is_given_back() -> None:
    async def answer(agent: Any, body: Body) -> Body:
        return {"by": agent, "of": body["asked"]}

    assert await posted(answer, b'{"asked": 1}') == (200, b'{"by":"the agent","of":1}')


async def test_where_there_is_nothing_to_say_nothing_is_given_back() -> None:
    async def answer(agent: Any, body: Body) -> None:
        del agent, body

    assert await posted(answer) == (204, b"")


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (BadRequestError("there is no text"), (400, b'{"error":"there is no text"}')),
        (UnknownConversationError(), (404, b'{"error":"unknown conversation"}')),
    ],
)
async def test_a_problem_is_said(problem: Exception, said: tuple[int, bytes]) -> None:
    async def answer(agent: Any, body: Body) -> Body:
        del agent, body
        raise problem

    assert await posted(answer) == said


@pytest.mark.parametrize("body", [b"", b"no JSON", b"[]"])
async def test_anything_but_an_object_is_refused_before_it_is_read(body: bytes) -> None:
    async def answer(agent: Any, body: Body) -> Body:
        raise AssertionError(agent, body)

    status, _ = await posted(answer, body)
    assert status == 400
