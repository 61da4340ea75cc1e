"""The lock store of several servers: the messages of one chat in order, whoever gets them.

Rasa's own lock for several servers reads, changes and writes a list of tickets in Redis, which two
servers can do at once. An advisory lock of PostgreSQL is given to one connection only, nobody has
to ask again and again, and it opens by itself when its server dies.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, LockStore
from rasa.utils.endpoints import EndpointConfig

from beacon import project
from beacon.cluster import conversations
from beacon.cluster.database import Database, DatabaseAwayError

logger = logging.getLogger(__name__)


@dataclass
class _Turn:
    """Whose turn it is on this server, and how many hold or await it."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0


class SharedLockStore(LockStore):
    """First the lock of this server, first come first served; then the one of all servers.

    While the database is away the first one must do: a chat stays on one server as long as that
    lives, and a child who waits is worse off than one whose messages cross.
    """

    def __init__(
        self, endpoint_config: EndpointConfig | None = None, database: Database | None = None
    ) -> None:
        del endpoint_config
        self._database = database or project.shared_database()
        self._turns: dict[str, _Turn] = {}

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = LOCK_LIFETIME,
        wait_time_in_seconds: float = 1,
    ) -> AsyncGenerator[TicketLock, None]:
        """Waits for the turn of the conversation; nothing is polled."""
        del lock_lifetime, wait_time_in_seconds
        async with self._turn_here(conversation_id), AsyncExitStack() as stack:
            try:
                connection = await stack.enter_async_context(self._database.lock_connection())
                await conversations.lock(connection, conversation_id)
            except DatabaseAwayError:
                logger.warning("A chat is locked on one server only")
            yield TicketLock(conversation_id)

    @asynccontextmanager
    async def _turn_here(self, conversation_id: str) -> AsyncGenerator[None, None]:
        turn = self._turns.setdefault(conversation_id, _Turn())
        turn.users += 1
        try:
            async with turn.lock:
                yield
        finally:
            turn.users -= 1
            if turn.users == 0:
                self._turns.pop(conversation_id, None)
