"""The staff's application over HTTP, as docs/hand-over.md has it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import aiohttp

PATIENCE = 2.0
MOST_BYTES = 200_000

Body = dict[str, Any]


class StaffUnreachableError(Exception):
    """The application did not answer in time, or not as agreed."""


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
        return await self._ask("POST", "/api/hand-overs", record)

    async def updates(self, key: str, after: int) -> Body:
        """How it stands, and what the worker wrote after that message."""
        return await self._ask("GET", f"/api/hand-overs/{quote(key, safe='')}?after={after}")

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
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout, headers=self._headers) as session,
                session.request(method, self._address + path, json=body) as answer,
            ):
                text = await answer.content.read(MOST_BYTES)
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            raise StaffUnreachableError(type(error).__name__) from error
        if answer.status in (404, 409):
            raise TalkIsOverError
        if answer.status >= 300:
            raise StaffUnreachableError(f"status {answer.status}")
        return _object(text)


def _object(text: bytes) -> Body:
    try:
        content = json.loads(text or b"{}")
    except ValueError as error:
        raise StaffUnreachableError("the answer is not JSON") from error
    if not isinstance(content, dict):
        raise StaffUnreachableError("the answer is not an object")
    return content
