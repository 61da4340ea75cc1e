"""Whose turn it is with a conversation on this server, first come first served."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class _Turn:
    """The lock of a conversation, and how many hold or await it."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0


class Turns:
    """The turns of one server's conversations."""

    def __init__(self) -> None:
        self._turns: dict[str, _Turn] = {}

    @asynccontextmanager
    async def of(self, conversation: str) -> AsyncIterator[None]:
        """Waits until nothing else on this server has the conversation."""
        turn = self._turns.setdefault(conversation, _Turn())
        turn.users += 1
        try:
            async with turn.lock:
                yield
        finally:
            turn.users -= 1
            if turn.users == 0:
                self._turns.pop(conversation, None)

    @property
    def count(self) -> int:
        """How many conversations somebody holds or waits for."""
        return len(self._turns)
