"""PostgreSQL for what conversations must not lose, and what to do while it is away."""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any, ParamSpec, TypeVar

import asyncpg

from beacon.cluster.absence import Absence
from beacon.cluster.clock import Connection, DatabaseClock
from beacon.cluster.standstill import Standstill

logger = logging.getLogger(__name__)

VARIABLE = "BEACON_DATABASE"
# Seconds: for one statement, and how long after a failure nobody tries again.
PATIENCE = 1.0
REST = 2.0
LOCK_PATIENCE = 6.0
JUST_AWAY = "it was away a moment ago"
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

# A server whose machine is gone loses its locks after half a minute, not after two hours; nor after
# a quarter of an hour, where a lock was given to it as it went, and its thanks are waited for. And
# a statement whose connection was given up does not wait on for a lock, nor run when it opens.
SETTINGS = {
    "tcp_keepalives_idle": "15",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "30000",
    "client_connection_check_interval": "1000",
}

Step = Callable[[Connection], Awaitable[None]]
Given = ParamSpec("Given")
Answer = TypeVar("Answer")
FAILURES = (
    OSError,
    asyncio.TimeoutError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)
# After these a connection is of no use to anybody.
_HOPELESS = (asyncpg.InternalClientError, asyncio.TimeoutError)
# What one chat may cause alone must not take the database from all others.
_REFUSALS = (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError)


class DatabaseAwayError(Exception):
    """The database does not answer, or not in time."""


class StoodStillError(DatabaseAwayError):
    """The database may be there: this server has stood still while it waited for the answer."""


class StatementRefusedError(DatabaseAwayError):
    """The database is there, and does not take what one chat has to say."""


def once_more(ask: Callable[Given, Awaitable[Answer]]) -> Callable[Given, Awaitable[Answer]]:
    """Asks again where this server has stood still meanwhile; for what may be asked twice."""

    @functools.wraps(ask)
    async def asked(*given: Given.args, **named: Given.kwargs) -> Answer:
        try:
            return await ask(*given, **named)
        except StoodStillError:
            return await ask(*given, **named)

    return asked


class Database:
    """Two pools: one for statements, one whose connections each hold the lock of a conversation.

    Whoever holds a lock needs a connection of the other kind too: with one pool for both, many
    messages at once would wait for each other for ever.
    """

    def __init__(self, address: str) -> None:
        self.absence = Absence("database", REST)
        self._clock = DatabaseClock(PATIENCE)
        self._standstill = Standstill()
        opening = asyncio.Lock()
        kinds = (
            (MOST_CONNECTIONS, PATIENCE, _leave_as_it_is),
            (MOST_LOCKS, LOCK_PATIENCE, _unlock),
        )
        self._statements, self._locks = (
            _Pool(address, self.absence, opening, self._clock.hear, *kind) for kind in kinds
        )

    def now(self) -> float:
        """The time by its clock, in seconds since 1970; it is asked with every new connection."""
        return self._clock.now()

    @once_more
    async def hear_time(self) -> None:
        """Asks for the time. Raises DatabaseAwayError."""
        async with self.connection() as connection:
            await self._clock.hear(connection)

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """A connection for statements. Raises DatabaseAwayError, also for what fails inside."""
        if not self.absence.may_ask():
            raise DatabaseAwayError(JUST_AWAY)
        began = self._standstill.watch()
        try:
            async with self._statements.borrowed() as connection:
                yield connection
                self.absence.end()
        except FAILURES as error:
            raise self._note(error, began) from None

    @asynccontextmanager
    async def lock_connection(self) -> AsyncIterator[Connection]:
        """A connection that may wait for a lock; giving it back opens every lock that it holds.

        Raises DatabaseAwayError where there is none. That is not noted: a lock may be waited for
        because a turn is slow. What fails inside is none of its business.
        """
        if self.absence.lasts:
            raise DatabaseAwayError(JUST_AWAY)
        async with AsyncExitStack() as stack:
            try:
                connection = await stack.enter_async_context(self._locks.borrowed())
            except FAILURES as error:
                raise DatabaseAwayError(type(error).__name__) from None
            yield connection

    async def open(self) -> None:
        """Connects before the first message comes; where that fails, it is tried again then."""
        began = self._standstill.watch()
        for pool in (self._statements, self._locks):
            try:
                await pool.opened()
            except (*FAILURES, DatabaseAwayError) as error:
                self._note(error, began)

    async def close(self) -> None:
        """Closes every connection."""
        self._standstill.stop()
        for pool in (self._statements, self._locks):
            await pool.close()

    def _note(self, error: BaseException, began: float) -> DatabaseAwayError:
        if isinstance(error, _REFUSALS):
            # The message of the error may quote a statement's values: only its kind is logged.
            logger.error("The database refused a statement: %s", type(error).__name__)
            self.absence.end()
            return StatementRefusedError(type(error).__name__)
        if isinstance(error, TimeoutError) and self._standstill.since(began):
            logger.warning("This server has stood still while it waited for the database")
            self.absence.stop_asking()
            return StoodStillError(type(error).__name__)
        self.absence.begin(error)
        return DatabaseAwayError(type(error).__name__)


class _Pool:
    """Connections of one kind, opened with the first that is asked for.

    `opening` is common to all pools of a database. A connection goes through `begin` when it is
    new and through `reset` when it is given back.
    """

    def __init__(
        self,
        address: str,
        absence: Absence,
        opening: asyncio.Lock,
        begin: Step,
        most: int,
        patience: float,
        reset: Step,
    ) -> None:
        self._address = address
        self._absence = absence
        self._opening = opening
        self._begin = begin
        self._most = most
        self._patience = patience
        self._reset = reset
        self._pool: asyncpg.Pool[Any] | None = None

    @asynccontextmanager
    async def borrowed(self) -> AsyncIterator[Connection]:
        """A connection. Raises DatabaseAwayError where it could not be opened for another just now,
        and any of FAILURES.
        """
        pool = await self.opened()
        connection = await pool.acquire(timeout=self._patience)
        try:
            yield connection
        except _HOPELESS:
            # It does not know where it is; or to give it back would take as long again.
            _terminate(connection)
            raise
        finally:
            await self._give_back(pool, connection)

    async def opened(self) -> asyncpg.Pool[Any]:
        """The pool. Raises as `borrowed`."""
        if self._pool:
            return self._pool
        failures = self._absence.failures
        async with self._opening:
            # Those who waited for it while it failed need not all fail one after the other.
            if self._absence.failures > failures:
                raise DatabaseAwayError(JUST_AWAY)
            if self._pool is None:
                pool = await self._create()
                await _make_tables(pool)
                self._pool = pool
        return self._pool

    async def close(self) -> None:
        """Closes its connections."""
        if self._pool:
            await self._pool.close()
            self._pool = None

    async def _create(self) -> asyncpg.Pool[Any]:
        return await asyncpg.create_pool(
            self._address,
            min_size=1,
            max_size=self._most,
            timeout=PATIENCE,
            command_timeout=self._patience,
            server_settings=SETTINGS,
            init=self._begin,
            reset=self._reset,
        )

    async def _give_back(self, pool: asyncpg.Pool[Any], connection: Connection) -> None:
        if self._absence.lasts:
            _terminate(connection)
        try:
            await pool.release(connection, timeout=PATIENCE)
        except FAILURES:
            _terminate(connection)


async def _leave_as_it_is(connection: Connection) -> None:
    """Our statements change nothing of a connection: a message need not pay for cleaning it."""
    del connection


async def _unlock(connection: Connection) -> None:
    await connection.execute("SELECT pg_advisory_unlock_all()")


async def _make_tables(pool: asyncpg.Pool[Any]) -> None:
    try:
        async with pool.acquire() as connection, connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock($1)", _SCHEMA_LOCK)
            await connection.execute(SCHEMA)
    except BaseException:
        # It would be opened again and again, each time with one more connection.
        pool.terminate()
        raise


def _terminate(connection: Connection) -> None:
    """Where the pool has taken it back already, it has ended it too."""
    with suppress(asyncpg.InterfaceError):
        connection.terminate()
