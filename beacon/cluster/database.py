"""PostgreSQL for what conversations must not lose, and what to do while it is away."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import asyncpg

from beacon import metrics

logger = logging.getLogger(__name__)

VARIABLE = "BEACON_DATABASE"
# Seconds: for one statement, and how long after a failure nobody tries again.
PATIENCE = 1.5
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

# A server whose machine is gone loses its locks after half a minute, not after two hours.
KEEP_ALIVE = {
    "tcp_keepalives_idle": "15",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}

Connection = Any
FAILURES = (OSError, asyncio.TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)
# What one chat may cause alone must not take the database from all others.
_REFUSALS = (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError)


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
        try:
            async with self._borrowed("_statements", MOST_CONNECTIONS, PATIENCE) as connection:
                yield connection
        except FAILURES as error:
            raise self._note(error) from None

    @asynccontextmanager
    async def lock_connection(self) -> AsyncIterator[Connection]:
        """A connection that may wait for a lock; giving it back opens every lock that it holds.

        Raises DatabaseAwayError where there is none. That is not noted: a lock may be waited for
        because a turn is slow. What fails inside is none of its business.
        """
        async with AsyncExitStack() as stack:
            try:
                borrowed = self._borrowed("_locks", MOST_LOCKS, LOCK_PATIENCE)
                connection = await stack.enter_async_context(borrowed)
            except FAILURES as error:
                raise DatabaseAwayError(type(error).__name__) from None
            yield connection

    async def open(self) -> None:
        """Connects before the first message comes; where that fails, it is tried again then."""
        for kind, most, patience in (
            ("_statements", MOST_CONNECTIONS, PATIENCE),
            ("_locks", MOST_LOCKS, LOCK_PATIENCE),
        ):
            try:
                await self._pool(kind, most, patience)
            except (*FAILURES, DatabaseAwayError) as error:
                self._note(error)

    async def close(self) -> None:
        """Closes every connection."""
        for pool in (self._statements, self._locks):
            if pool:
                await pool.close()
        self._statements = self._locks = None

    @asynccontextmanager
    async def _borrowed(self, kind: str, most: int, patience: float) -> AsyncIterator[Connection]:
        self._check_not_away()
        pool = await self._pool(kind, most, patience)
        connection = await pool.acquire(timeout=patience)
        try:
            yield connection
        finally:
            await _give_back(pool, connection)

    async def _pool(self, kind: str, most: int, patience: float) -> asyncpg.Pool[Any]:
        pool: asyncpg.Pool[Any] | None = getattr(self, kind)
        if pool:
            return pool
        async with self._opening:
            # Those who waited for it while it failed need not all fail one after the other.
            self._check_not_away()
            pool = getattr(self, kind)
            if pool is None:
                pool = await asyncpg.create_pool(
                    self._address,
                    min_size=1,
                    max_size=most,
                    timeout=PATIENCE,
                    command_timeout=patience,
                    server_settings=KEEP_ALIVE,
                    reset=RESETS[kind],
                )
                await _make_tables(pool)
                setattr(self, kind, pool)
        return pool

    def _check_not_away(self) -> None:
        if self.is_away:
            raise DatabaseAwayError("it was away a moment ago")

    def _note(self, error: BaseException) -> DatabaseAwayError:
        # The message of the error may quote a statement's values: only its kind is logged.
        if isinstance(error, _REFUSALS):
            logger.error("The database refused a statement: %s", type(error).__name__)
            return DatabaseAwayError(type(error).__name__)
        if not self.is_away:
            logger.error("The database is away: %s", type(error).__name__)
            metrics.STORE_FAILURES.labels("database").inc()
        self._away_until = time.monotonic() + REST
        return DatabaseAwayError(type(error).__name__)


async def _leave_as_it_is(connection: Connection) -> None:
    """Our statements change nothing of a connection: a message need not pay for cleaning it."""
    del connection


async def _unlock(connection: Connection) -> None:
    await connection.execute("SELECT pg_advisory_unlock_all()")


RESETS = {"_statements": _leave_as_it_is, "_locks": _unlock}


async def _make_tables(pool: asyncpg.Pool[Any]) -> None:
    try:
        async with pool.acquire() as connection, connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock($1)", _SCHEMA_LOCK)
            await connection.execute(SCHEMA)
    except BaseException:
        # It would be opened again and again, each time with one more connection.
        pool.terminate()
        raise


async def _give_back(pool: asyncpg.Pool[Any], connection: Connection) -> None:
    try:
        await pool.release(connection, timeout=PATIENCE)
    except FAILURES:
        connection.terminate()
