"""The staff's application over HTTP, as docs/hand-over.md has it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import quote

import aiohttp

from beacon.handover.body import MOST_BYTES, as_body

PATIENCE = 2.0
WAITING, TALKING, OVER = "waiting", "talking", "over"
# Why a hand-over is over; nothing while it is not.
ENDED = ("", "worker", "child", "nobody", "silence")
JSON = {"Content-Type": "application/json"}

Body = dict[str, Any]


class StaffUnreachableError(Exception):
    """The application did not answer in time, or not as agreed."""


class StaffRefusesError(StaffUnreachableError):
    """The application does not take such a body, however often it is sent."""


class TalkIsOverError(Exception):
    """The hand-over is over, or not known."""


class StaffClient:
    """One request at a time, each with a connection of its own and two seconds of patience."""

    def __init__(self, address: str, secret: str) -> None:
        self._address = address.rstrip("/")
        self._headers = {"Authorization": f"Bearer {secret}"}

    async def policy(self) -> Body:
        """Who the staff are and how long a child waits at most."""
        return await self._ask("GET", "/api/policy")

    async def hand_over(self, record: Mapping[str, Any]) -> Body:
        """How the case stands, once it is stored; the same key is never stored twice."""
        answer = await self._ask("POST", "/api/hand-overs", record)
        return {"live": _one_of((WAITING, TALKING, OVER), answer, "live")}

    async def updates(self, key: str, after: int) -> Body:
        """How it stands, and what the worker wrote after that message."""
        path = f"/api/hand-overs/{quote(key, safe='')}?after={after}"
        return _news(await self._ask("GET", path))

    async def say(self, key: str, message: Mapping[str, Any]) -> None:
        """Passes on what the child wrote. Raises TalkIsOverError where nobody takes it any more."""
        await self._ask("POST", f"/api/hand-overs/{quote(key, safe='')}/messages", message)

    async def end(self, key: str) -> None:
        """The child has ended it."""
        await self._ask("POST", f"/api/hand-overs/{quote(key, safe='')}/end", {})

    async def count(self, events: list[Body]) -> None:
        """Anonymous events."""
        await self._ask("POST", "/api/events", {"events": events})

    async def _ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Body:
        """The answer. Raises StaffUnreachableError, and TalkIsOverError for 404 and 409."""
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        told = {"data": as_body(body), "headers": JSON} if body is not None else {}
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout, headers=self._headers) as session,
                session.request(method, self._address + path, **told) as answer,
            ):
                text = await _whole(answer.content)
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise StaffUnreachableError(type(error).__name__) from error
        if answer.status in (404, 409):
            raise TalkIsOverError
        if answer.status == 400:
            raise StaffRefusesError("status 400")
        if answer.status >= 300:
            raise StaffUnreachableError(f"status {answer.status}")
        return _object(text)


async def _whole(content: aiohttp.StreamReader) -> bytes:
    """All of an answer, however many pieces it comes in."""
    read = bytearray()
    async for piece in content.iter_any():
        read += piece
        if len(read) > MOST_BYTES:
            raise StaffUnreachableError(f"the answer is longer than {MOST_BYTES} bytes")
    return bytes(read)


def _news(answer: Body) -> Body:
    """What docs/hand-over.md has of it, and nothing else: it goes on to the child's page."""
    try:
        said = [{"id": int(one["id"]), "text": str(one["text"])} for one in answer["messages"]]
    except (KeyError, TypeError, ValueError) as error:
        raise StaffUnreachableError("the answer lacks the worker's messages") from error
    return {
        "live": _one_of((WAITING, TALKING, OVER), answer, "live"),
        "ended": _one_of(ENDED, answer, "ended"),
        "service": str(answer.get("service") or ""),
        "messages": said,
    }


def _one_of(names: Collection[str], answer: Body, field: str) -> str:
    value = answer.get(field)
    if not isinstance(value, str) or value not in names:
        raise StaffUnreachableError(f"the answer has no {field}")
    return value


def _object(text: bytes) -> Body:
    try:
        content = json.loads(text or b"{}")
    except (ValueError, RecursionError) as error:
        raise StaffUnreachableError("the answer is not JSON") from error
    if not isinstance(content, dict):
        raise StaffUnreachableError("the answer is not an object")
    return content
