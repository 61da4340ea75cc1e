"""What is kept of a conversation in the database: its slots, and the events of each turn.

The key is a digest: whoever reads the database cannot write into anybody's chat.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from beacon.cluster.clock import Connection
from beacon.cluster.database import (
    FAILURES,
    PATIENCE,
    Database,
    DatabaseAwayError,
    once_more,
)
from beacon.digest import digest

# A conversation is over after as many quiet minutes.
MINUTES = 30.0
# A lock that takes longer, in seconds, may be one that a database does not give which is away.
DOUBT = 0.3
# Turns that are read again when a chat comes to another server: reading takes the same time always.
MOST_TURNS = 60

Event = Mapping[str, Any]


@dataclass(frozen=True)
class State:
    """How far a conversation has come; `ended` when the child has left it."""

    version: int
    ended: bool


@dataclass(frozen=True)
class Stored:
    """What was kept of a conversation; `events` those of its last turns."""

    version: int
    slots: dict[str, Any]
    events: list[dict[str, Any]]


class ConversationLockedError(DatabaseAwayError):
    """The database is there, and somebody else has the conversation."""


class StoredConversations:
    """Reads and writes conversations. Every method raises DatabaseAwayError."""

    def __init__(self, database: Database, minutes: float = MINUTES) -> None:
        self._database = database
        self._seconds = minutes * 60

    def now(self) -> float:
        """The time by the clock of the database, which all servers have in common."""
        return self._database.now()

    async def hear_time(self) -> None:
        """Asks for that time."""
        await self._database.hear_time()

    @once_more
    async def state(self, conversation: str) -> State | None:
        """How it stands, or None where nothing is kept of it any more."""
        async with self._database.connection() as connection:
            row = await connection.fetchrow(_STATE, key_of(conversation), self._seconds)
        return _state_in(row)

    @once_more
    async def use(self, conversation: str) -> State | None:
        """How it stands, as `state`; its half hour begins anew, to the minute."""
        async with self._database.connection() as connection:
            row = await connection.fetchrow(_USE, key_of(conversation), self._seconds)
        return _state_in(row)

    @once_more
    async def load(self, conversation: str) -> Stored | None:
        """The slots and the last turns, or None."""
        key = key_of(conversation)
        async with self._database.connection() as connection, connection.transaction():
            row = await connection.fetchrow(_LOAD, key, self._seconds)
            if row is None:
                return None
            turns = await connection.fetch(_TURNS, key, MOST_TURNS)
        events = [event for turn in reversed(turns) for event in json.loads(turn["events"])]
        return Stored(row["version"], json.loads(row["slots"]), events)

    async def append(
        self,
        conversation: str,
        slots: Mapping[str, Any],
        events: Sequence[Event],
        version: int | None = None,
    ) -> int | None:
        """Adds a turn and gives the new version; the slots are those after it.

        None, and nothing is written, where the child has left meanwhile, or where another server
        has got further than `version`.
        """
        key = key_of(conversation)
        async with self._database.connection() as connection:
            new: int | None = await connection.fetchval(
                _APPEND, key, _json(slots), _json(events), version
            )
        return new

    async def begin_anew(self, conversation: str) -> None:
        """Drops the turns, for the child said "start again"."""
        async with self._database.connection() as connection:
            await connection.execute(_DROP_TURNS, key_of(conversation))

    async def end(self, conversation: str) -> None:
        """Drops what was said; that the conversation is over is remembered until its time is up."""
        key = key_of(conversation)
        async with self._database.connection() as connection, connection.transaction():
            await connection.execute(_END, key)
            await connection.execute(_DROP_TURNS, key)

    @asynccontextmanager
    async def locked(self, conversation: str) -> AsyncIterator[None]:
        """Holds the conversation, so that no server handles a message of it.

        Raises ConversationLockedError at once where one does.
        """
        async with self._database.lock_connection() as connection:
            statement = "SELECT pg_try_advisory_lock($1)"
            if not await _locking(connection, statement, conversation, PATIENCE):
                raise ConversationLockedError
            yield

    async def purge(self) -> int:
        """Drops whole conversations whose time is up; how many. Asks what time it is, too."""
        await self.hear_time()
        async with self._database.connection() as connection:
            done: str = await connection.execute(_PURGE, self._seconds)
        return int(done.split()[-1])


async def lock(database: Database, connection: Connection, conversation: str) -> None:
    """Waits until no other server has the conversation; the connection's end opens it again.

    Raises DatabaseAwayError where that takes too long, and where the database is away: to who waits
    for a lock, one that is frozen looks like one whose lock another has.
    """
    asking = asyncio.ensure_future(
        _locking(connection, "SELECT pg_advisory_lock($1)", conversation)
    )
    try:
        await asyncio.wait({asking}, timeout=DOUBT)
        while not asking.done():
            await database.hear_time()
            await asyncio.wait({asking}, timeout=PATIENCE)
    except BaseException:
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        raise
    await asking


async def _locking(
    connection: Connection, statement: str, conversation: str, patience: float | None = None
) -> Any:
    """What the database says to a statement about the conversation's lock."""
    try:
        return await connection.fetchval(statement, _number_of(conversation), timeout=patience)
    except FAILURES as error:
        if isinstance(error, TimeoutError):
            connection.terminate()
        raise DatabaseAwayError(type(error).__name__) from None


def key_of(conversation: str) -> bytes:
    """The key of a conversation in the database."""
    return digest("conversation", conversation)


def _state_in(row: Mapping[str, Any] | None) -> State | None:
    return State(row["version"], row["ended"]) if row else None


def _json(content: Any) -> str:
    return json.dumps(_storable(content), ensure_ascii=False)


def _storable(content: Any) -> Any:
    """PostgreSQL takes neither half a surrogate nor the sign NUL."""
    if isinstance(content, str):
        return content.replace("\0", "").encode("utf-8", "replace").decode()
    if isinstance(content, Mapping):
        return {_storable(key): _storable(value) for key, value in content.items()}
    if isinstance(content, (list, tuple)):
        return [_storable(each) for each in content]
    return content


def _number_of(conversation: str) -> int:
    return int.from_bytes(key_of(conversation)[:8], "big", signed=True)


_FRESH = "last_use > now() - make_interval(secs => $2)"
_STATE = f"SELECT version, ended FROM conversation WHERE id = $1 AND {_FRESH}"
_USE = f"""
WITH used AS (
    UPDATE conversation SET last_use = now()
    WHERE id = $1 AND NOT ended AND {_FRESH} AND last_use < now() - interval '1 minute'
)
{_STATE}
"""
_LOAD = f"SELECT version, slots FROM conversation WHERE id = $1 AND NOT ended AND {_FRESH}"
_TURNS = "SELECT events FROM turn WHERE conversation = $1 ORDER BY number DESC LIMIT $2"
_APPEND = """
WITH touched AS (
    INSERT INTO conversation (id, version, slots) VALUES ($1, 1, $2)
    ON CONFLICT (id) DO UPDATE SET
        version = conversation.version + 1, slots = excluded.slots, last_use = now()
        WHERE NOT conversation.ended AND conversation.version = coalesce($4, conversation.version)
    RETURNING version
)
INSERT INTO turn (conversation, number, events) SELECT $1, version, $3 FROM touched
RETURNING number
"""
_DROP_TURNS = "DELETE FROM turn WHERE conversation = $1"
_END = """
INSERT INTO conversation (id, version, slots, ended) VALUES ($1, 0, '{}', true)
ON CONFLICT (id) DO UPDATE SET ended = true, slots = '{}', last_use = now()
"""
_PURGE = "DELETE FROM conversation WHERE last_use <= now() - make_interval(secs => $1)"
