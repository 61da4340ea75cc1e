"""The lock store of several servers: the messages of one chat in order, whoever gets them.

Rasa's own lock for several servers reads, changes and writes a list of tickets in Redis, which two
servers can do at once. An advisory lock of PostgreSQL is given to one connection only, nobody has
to ask again and again, and it opens by itself when its server dies.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, LockStore
from rasa.utils.endpoints import EndpointConfig

from beacon import project
from beacon.cluster import conversations
from beacon.cluster.database import Database, DatabaseAwayError
from beacon.cluster.turns import Turns

logger = logging.getLogger(__name__)


class SharedLockStore(LockStore):
    """First the lock of this server, first come first served; then the one of all servers.

    While the database is away the first one must do: a chat stays on one server as long as that
    lives, and a child who waits is worse off than one whose messages cross.
    """

    def __init__(
        self,
        endpoint_config: EndpointConfig | None = None,
        database: Database | None = None,
        turns: Turns | None = None,
    ) -> None:
        del endpoint_config
        self._database = database or project.shared_database()
        self._turns = turns or project.turns()

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = LOCK_LIFETIME,
        wait_time_in_seconds: float = 1,
    ) -> AsyncGenerator[TicketLock, None]:
        """Waits for the turn of the conversation; nothing is polled."""
        del lock_lifetime, wait_time_in_seconds
        async with self._turns.of(conversation_id), AsyncExitStack() as stack:
            try:
                connection = await stack.enter_async_context(self._database.lock_connection())
                await conversations.lock(self._database, connection, conversation_id)
            except DatabaseAwayError:
                logger.warning("A chat is locked on one server only")
            yield TicketLock(conversation_id)
