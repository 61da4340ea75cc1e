"""One time for all servers, whatever the clock of each says."""

from __future__ import annotations

import time
from typing import Any

Connection = Any

_TIME = "SELECT extract(epoch FROM clock_timestamp())::float8"


class DatabaseClock:
    """The database's clock, carried on by our steady one; until it is heard, our own.

    A server whose clock is wrong, or jumps, agrees with the others on how old a chat is. It waits
    `patience` seconds for it, also over a connection that may wait longer for other things.
    """

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._ahead = time.time() - time.monotonic()

    def now(self) -> float:
        """Seconds since 1970."""
        return time.monotonic() + self._ahead

    async def hear(self, connection: Connection) -> None:
        """Asks the database for the time."""
        asked = time.monotonic()
        self._ahead = await connection.fetchval(_TIME, timeout=self._patience) - asked
