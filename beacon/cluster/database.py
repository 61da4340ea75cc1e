"""PostgreSQL for what conversations must not lose, and what to do while it is away."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from beacon import metrics

logger = logging.getLogger(__name__)

VARIABLE = "BEACON_DATABASE"
# Seconds: for one statement, and how long after a failure nobody tries again.
PATIENCE = 1.0
REST = 2.0
LOCK_PATIENCE = 6.0
MOST_CONNECTIONS = 8
MOST_LOCKS = 24

SCHEMA = """
CREATE TABLE IF NOT EXISTS conversation (
    id bytea PRIMARY KEY,
    version integer NOT NULL,
    slots jsonb NOT NULL,
    ended boolean NOT NULL DEFAULT false,
    last_use timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS conversation_last_use ON conversation (last_use);
CREATE TABLE IF NOT EXISTS turn (
    conversation bytea NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    number integer NOT NULL,
    events jsonb NOT NULL,
    PRIMARY KEY (conversation, number)
);
"""
# Two servers that start together must not make the tables twice.
_SCHEMA_LOCK = 20_071_025

Connection = Any
_AWAY = (OSError, asyncio.TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)


class DatabaseAwayError(Exception):
    """The database does not answer, or not in time."""


class Database:
    """Two pools: one for statements, one whose connections each hold the lock of a conversation.

    Whoever holds a lock needs a connection of the other kind too: with one pool for both, many
    messages at once would wait for each other for ever.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._statements: asyncpg.Pool[Any] | None = None
        self._locks: asyncpg.Pool[Any] | None = None
        self._opening = asyncio.Lock()
        self._away_until = 0.0

    @property
    def is_away(self) -> bool:
        """Whether it failed just now; it is not asked again before a rest."""
        return time.monotonic() < self._away_until

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """A connection for statements. Raises DatabaseAwayError, also for what fails inside."""
        async with self._guarded("_statements", MOST_CONNECTIONS, PATIENCE) as connection:
            yield connection

    @asynccontextmanager
    async def lock_connection(self) -> AsyncIterator[Connection]:
        """A connection that may wait for a lock; giving it back opens every lock that it holds."""
        async with self._guarded("_locks", MOST_LOCKS, LOCK_PATIENCE) as connection:
            yield connection

    async def close(self) -> None:
        """Closes every connection."""
        for pool in (self._statements, self._locks):
            if pool:
                await pool.close()
        self._statements = self._locks = None

    @asynccontextmanager
    async def _guarded(self, kind: str, most: int, patience: float) -> AsyncIterator[Connection]:
        if self.is_away:
            raise DatabaseAwayError("it was away a moment ago")
        try:
            pool = await self._pool(kind, most, patience)
            connection = await pool.acquire(timeout=patience)
        except _AWAY as error:
            raise self._note_away(error) from error
        try:
            yield connection
        except _AWAY as error:
            raise self._note_away(error) from error
        finally:
            await _give_back(pool, connection)

    async def _pool(self, kind: str, most: int, patience: float) -> asyncpg.Pool[Any]:
        pool: asyncpg.Pool[Any] | None = getattr(self, kind)
        if pool:
            return pool
        async with self._opening:
            pool = getattr(self, kind)
            if pool is None:
                pool = await asyncpg.create_pool(
                    self._address,
                    min_size=1,
                    max_size=most,
                    timeout=PATIENCE,
                    command_timeout=patience,
                )
                await _make_tables(pool)
                setattr(self, kind, pool)
        return pool

    def _note_away(self, error: BaseException) -> DatabaseAwayError:
        if not self.is_away:
            # The message of the error may quote a statement's values: only its kind is logged.
            logger.error("The database is away: %s", type(error).__name__)
            metrics.STORE_FAILURES.labels("database").inc()
        self._away_until = time.monotonic() + REST
        return DatabaseAwayError(type(error).__name__)


async def _make_tables(pool: asyncpg.Pool[Any]) -> None:
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock($1)", _SCHEMA_LOCK)
        await connection.execute(SCHEMA)


async def _give_back(pool: asyncpg.Pool[Any], connection: Connection) -> None:
    try:
        await pool.release(connection, timeout=PATIENCE)
    except _AWAY:
        connection.terminate()
