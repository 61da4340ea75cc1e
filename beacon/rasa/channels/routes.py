"""Routes as all our channels over HTTP have them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from beacon.rasa.channels.door_input import BadRequestError, json_object

Body = dict[str, Any]
Answer = Callable[[Any, Body], Awaitable[Body | None]]


class UnknownConversationError(Exception):
    """The conversation is over, or never was."""


def add_json(routes: Blueprint, path: str, answer: Answer) -> None:
    """`POST path` takes an object and gives `answer(agent, body)`: an object, or nothing for None.

    A BadRequestError that it raises is answered with 400, an UnknownConversationError with 404.
    """

    @routes.post(path, name=path.strip("/").replace("/", "_"))
    async def receive(request: Request) -> HTTPResponse:
        try:
            said = await answer(request.app.ctx.agent, json_object(request.body))
        except BadRequestError as problem:
            return response.json({"error": str(problem)}, status=400)
        except UnknownConversationError:
            return response.json({"error": "unknown conversation"}, status=404)
        return response.empty() if said is None else response.json(said)


def add_headers(routes: Blueprint, headers: Mapping[str, str]) -> None:
    """Gives every answer of the routes those of the headers that it does not set itself."""

    @routes.middleware("response")
    async def secure(request: Request, answer: HTTPResponse) -> None:
        del request
        for name, value in headers.items():
            answer.headers.setdefault(name, value)
