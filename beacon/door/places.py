"""How many messages are worked on at once, and how many wait for that."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class NoPlaceError(Exception):
    """Too many wait already, or no place came free in time."""


class Places:
    """At most `most` messages inside and `waiting` before them, none for more than `patience`.

    `patience` is in seconds.
    """

    def __init__(self, most: int, waiting: int, patience: float) -> None:
        self._free = asyncio.Semaphore(most)
        self._most_waiting = waiting
        self._patience = patience
        self._waiting = 0

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """A place, first come first served. Raises NoPlaceError."""
        await self._take()
        try:
            yield
        finally:
            self._free.release()

    async def _take(self) -> None:
        if self._free.locked() and self._waiting >= self._most_waiting:
            raise NoPlaceError
        self._waiting += 1
        try:
            await asyncio.wait_for(self._free.acquire(), self._patience)
        except TimeoutError:
            raise NoPlaceError from None
        finally:
            self._waiting -= 1
