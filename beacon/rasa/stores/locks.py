"""The lock that keeps the messages of one conversation in order."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, InMemoryLockStore
from rasa.utils.endpoints import EndpointConfig

WAIT = 0.02


class PromptLockStore(InMemoryLockStore):
    """Rasa's own lock store, looking every 20 ms, not once a second, whether its turn has come."""

    def __init__(self, endpoint_config: EndpointConfig | None = None) -> None:
        del endpoint_config
        super().__init__()

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = LOCK_LIFETIME,
        wait_time_in_seconds: float = WAIT,
    ) -> AsyncGenerator[TicketLock, None]:
        """Acquires the lock of the conversation; raises LockError when it has expired."""
        async with super().lock(conversation_id, lock_lifetime, wait_time_in_seconds) as lock:
            yield lock
