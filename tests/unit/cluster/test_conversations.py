from __future__ import annotations

import asyncio
import json
import socket
import time
import traceback
import uuid
from pathlib import Path

import asyncpg
import pytest

from beacon.cluster import conversations
from beacon.cluster.conversations import (
    MOST_TURNS,
    ConversationLockedError,
    State,
    StoredConversations,
    key_of,
)
from beacon.cluster.database import (
    LOCK_PATIENCE,
    PATIENCE,
    Database,
    DatabaseAwayError,
    StoodStillError,
)
from tests.engines.frozen import frozen

# Seconds, then it asks another server (deploy/nginx).
NGINX_PATIENCE = 3.0


@pytest.fixture
def chat() -> str:
    return uuid.uuid4().hex


async def test_a_turn_is_read_as_it_was_written(stored: StoredConversations, chat: str) -> None:
    await stored.append(chat, {"risk": "none"}, [{"event": "user", "text": "ünï"}])
    version = await stored.append(chat, {"risk": "high"}, [{"event": "bot"}])
    found = await stored.load(chat)
    assert found is not None
    assert (found.version, found.slots) == (version, {"risk": "high"})
    assert found.events == [{"event": "user", "text": "ünï"}, {"event": "bot"}]


async def test_nothing_is_known_of_a_chat_without_a_turn(
    stored: StoredConversations, chat: str
) -> None:
    assert await stored.state(chat) is None
    assert await stored.load(chat) is None


async def test_only_the_last_turns_are_read(stored: StoredConversations, chat: str) -> None:
    for number in range(MOST_TURNS + 5):
        await stored.append(chat, {}, [{"number": number}])
    found = await stored.load(chat)
    assert found is not None
    assert [event["number"] for event in found.events] == list(range(5, MOST_TURNS + 5))


async def test_start_again_leaves_no_words(
    stored: StoredConversations, database: Database, chat: str
) -> None:
    await stored.append(chat, {}, [{"text": "secret"}])
    await stored.begin_anew(chat)
    await stored.append(chat, {}, [{"text": "hello"}])
    async with database.connection() as connection:
        rows = await connection.fetch(
            "SELECT events FROM turn WHERE conversation = $1", key_of(chat)
        )
    assert [json.loads(row["events"]) for row in rows] == [[{"text": "hello"}]]


async def test_an_ended_chat_is_over_and_empty(
    stored: StoredConversations, database: Database, chat: str
) -> None:
    await stored.append(chat, {"country": "PT"}, [{"text": "secret"}])
    await stored.end(chat)
    assert await stored.state(chat) == State(1, True)
    assert await stored.load(chat) is None
    async with database.connection() as connection:
        slots = await connection.fetchval(
            "SELECT slots FROM conversation WHERE id = $1", key_of(chat)
        )
        turns = await connection.fetchval(
            "SELECT count(*) FROM turn WHERE conversation = $1", key_of(chat)
        )
    assert (json.loads(slots), turns) == ({}, 0)


async def test_a_chat_that_ends_before_its_first_turn_is_over_too(
    stored: StoredConversations, chat: str
) -> None:
    await stored.end(chat)
    state = await stored.state(chat)
    assert state is not None
    assert state.ended


async def test_whole_chats_are_purged_by_age(database: Database, chat: str) -> None:
    stored = StoredConversations(database)
    old, young = chat, uuid.uuid4().hex
    for each in (old, young):
        await stored.append(each, {}, [{"text": "words"}])
    await age(database, old, minutes=31)
    assert await stored.state(old) is None
    assert await stored.purge() == 1
    async with database.connection() as connection:
        turns = await connection.fetchval(
            "SELECT count(*) FROM turn WHERE conversation = $1", key_of(old)
        )
    assert turns == 0
    assert await stored.state(young) == State(1, False)


async def age(database: Database, chat: str, minutes: int) -> None:
    """As if nothing had happened in the chat for so many minutes more."""
    statement = "UPDATE conversation SET last_use = last_use - make_interval(mins => $2)"
    async with database.connection() as connection:
        await connection.execute(
            f"{statement} WHERE id = $1",
            key_of(chat),
            minutes,
        )


async def test_the_ids_of_chats_stand_nowhere(
    stored: StoredConversations, database: Database, chat: str
) -> None:
    await stored.append(chat, {}, [{"text": "words"}])
    async with database.connection() as connection:
        rows = await connection.fetch("SELECT * FROM conversation")
    assert chat not in repr([dict(row) for row in rows])
    assert chat.encode() not in b"".join(row["id"] for row in rows)


async def test_one_server_at_a_time_has_the_lock(
    database: Database, other: Database, chat: str
) -> None:
    """A hundred times each of two servers adds one to a number without looking twice."""
    number = 0

    async def add(server: Database) -> None:
        nonlocal number
        for _ in range(100):
            async with server.lock_connection() as connection:
                await conversations.lock(server, connection, chat)
                seen = number
                await asyncio.sleep(0)
                number = seen + 1

    await asyncio.gather(*(add(server) for server in (database, other, database, other)))
    assert number == 400


async def test_other_chats_do_not_wait(database: Database, other: Database, chat: str) -> None:
    async with database.lock_connection() as mine, other.lock_connection() as theirs:
        await conversations.lock(database, mine, chat)
        await asyncio.wait_for(conversations.lock(other, theirs, uuid.uuid4().hex), 60)


async def test_the_lock_of_a_server_that_dies_opens(
    database: Database, other: Database, chat: str
) -> None:
    async with database.lock_connection() as dying:
        await conversations.lock(database, dying, chat)
        dying.terminate()
        async with other.lock_connection() as connection:
            await asyncio.wait_for(conversations.lock(other, connection, chat), 60)


async def test_a_lock_that_cannot_be_given_back_in_time_opens_and_costs_no_answer(
    database: Database, other: Database, chat: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_slow = asyncio.Event()

    async def reset(connection: object) -> None:
        del connection
        if is_slow.is_set():
            raise TimeoutError

    monkeypatch.setattr(database._locks, "_reset", reset)
    async with database.lock_connection() as connection:
        await conversations.lock(database, connection, chat)
        is_slow.set()
    async with other.lock_connection() as connection:
        await asyncio.wait_for(conversations.lock(other, connection, chat), 60)


async def test_a_database_that_is_not_there_is_said_to_be_away() -> None:
    away = Database("postgres://nobody@127.0.0.1:9/nothing")
    with pytest.raises(DatabaseAwayError):
        await StoredConversations(away).state("chat")
    assert away.absence.lasts


async def test_while_it_rests_it_is_not_asked(database: Database) -> None:
    database.absence.until = time.monotonic() + 10
    with pytest.raises(DatabaseAwayError, match="a moment ago"):
        await StoredConversations(database).state("chat")


async def test_a_statement_that_takes_too_long_counts_as_away(database: Database) -> None:
    with pytest.raises(DatabaseAwayError):
        async with database.connection() as connection:
            await connection.execute("SELECT pg_sleep(60)")
    assert database.absence.lasts


async def test_two_servers_may_start_at_once(address: str) -> None:
    servers = [Database(address) for _ in range(8)]
    try:
        await asyncio.gather(*(StoredConversations(server).state("x") for server in servers))
    finally:
        await asyncio.gather(*(server.close() for server in servers))


async def test_signs_that_the_database_refuses_do_not_cost_the_turn(
    stored: StoredConversations, database: Database, chat: str
) -> None:
    await stored.append(
        f"{chat}\ud800", {"a": "\x00b\udfff"}, [{"text": "\x00one\ud800two \\u0000"}]
    )
    found = await stored.load(f"{chat}\ud800")
    assert found is not None
    assert found.events == [{"text": "one?two \\u0000"}]
    assert not database.absence.lasts


async def test_a_chat_that_ended_takes_no_more_words(
    stored: StoredConversations, database: Database, chat: str
) -> None:
    await stored.append(chat, {}, [{"text": "before"}])
    await stored.end(chat)
    assert await stored.append(chat, {"country": "PT"}, [{"text": "on its way"}]) is None
    async with database.connection() as connection:
        turns = await connection.fetchval(
            "SELECT count(*) FROM turn WHERE conversation = $1", key_of(chat)
        )
    assert turns == 0


async def test_to_use_a_chat_keeps_it(
    stored: StoredConversations, database: Database, chat: str
) -> None:
    await stored.append(chat, {}, [{"text": "words"}])
    for _ in range(3):
        await age(database, chat, minutes=20)
        assert await stored.use(chat) == State(1, False)
    await age(database, chat, minutes=31)
    assert await stored.use(chat) is None


async def test_a_statement_that_is_refused_takes_the_database_from_nobody(
    stored: StoredConversations, database: Database, chat: str
) -> None:
    with pytest.raises(DatabaseAwayError) as refused:
        await stored.append(chat, {}, [{chat: float("nan")}])
    assert chat not in "".join(traceback.format_exception(refused.value))
    assert not database.absence.lasts
    assert await stored.append(chat, {}, []) == 1


async def test_a_lock_that_is_waited_for_in_vain_takes_the_database_from_nobody(
    database: Database, other: Database, chat: str
) -> None:
    async with database.lock_connection() as slow, other.lock_connection() as waiting:
        await conversations.lock(database, slow, chat)
        await waiting.execute("SET lock_timeout = '50ms'")
        with pytest.raises(DatabaseAwayError):
            await conversations.lock(other, waiting, chat)
    assert not other.absence.lasts


async def test_a_chat_that_somebody_has_is_told_from_a_database_that_is_away(
    stored: StoredConversations, database: Database, other: Database, chat: str
) -> None:
    async with StoredConversations(other).locked(chat):
        with pytest.raises(ConversationLockedError):
            async with stored.locked(chat):
                pytest.fail("two have it")
        async with stored.locked(f"{chat}b"):
            pass
    async with stored.locked(chat):
        pass
    database.absence.until = time.monotonic() + 10
    with pytest.raises(DatabaseAwayError) as away:
        async with stored.locked(chat):
            pytest.fail("it is away")
    assert not isinstance(away.value, ConversationLockedError)


async def test_a_connection_that_has_lost_its_way_is_used_no_more(database: Database) -> None:
    """As asyncpg says it, which is none of its other errors."""
    seen: list[int] = []

    async def ask(error: Exception | None = None) -> None:
        async with database.connection() as connection:
            seen.append(await connection.fetchval("SELECT pg_backend_pid()"))
            if error:
                raise error

    with pytest.raises(DatabaseAwayError):
        await ask(asyncpg.InternalClientError("cannot switch to state 12"))
    assert database.absence.lasts
    database.absence.until = 0.0
    await ask()
    assert seen[0] != seen[1]


async def test_those_who_wait_for_a_database_that_is_not_there_give_up_together() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        away = Database(f"postgres://nobody@127.0.0.1:{silent.getsockname()[1]}/nothing")
        started = time.monotonic()
        asked = [StoredConversations(away).state("chat") for _ in range(20)]
        answers = await asyncio.gather(*asked, return_exceptions=True)
    assert {type(answer) for answer in answers} == {DatabaseAwayError}
    # One after the other would take twenty times as long as one.
    assert time.monotonic() - started < 10 * PATIENCE


@pytest.mark.parametrize("setting", ["tcp_keepalives_idle", "tcp_user_timeout"])
async def test_a_server_whose_machine_is_gone_is_noticed(database: Database, setting: str) -> None:
    async with database.lock_connection() as connection:
        source = "SELECT source FROM pg_settings WHERE name = $1"
        assert await connection.fetchval(source, setting) == "client"


@pytest.fixture
async def postmaster(database: Database) -> int:
    """The first process of the database."""
    async with database.connection() as connection:
        folder = await connection.fetchval("SHOW data_directory")
    return int((Path(folder) / "postmaster.pid").read_text().split()[0])


async def test_one_that_is_frozen_is_waited_for_once(
    database: Database, stored: StoredConversations, postmaster: int, chat: str
) -> None:
    """Longer, and nginx would ask another server, which knows nothing of the chat."""
    async with database.lock_connection() as connection:
        await conversations.lock(database, connection, chat)
        with frozen(postmaster):
            async with asyncio.timeout(NGINX_PATIENCE):
                for ask in (stored.use, stored.state, stored.load, stored.end):
                    with pytest.raises(DatabaseAwayError):
                        await ask(chat)


async def test_the_lock_of_one_that_is_frozen_is_not_waited_for_longer(
    database: Database, postmaster: int, chat: str
) -> None:
    async with asyncio.timeout(LOCK_PATIENCE), database.lock_connection() as connection:
        with frozen(postmaster), pytest.raises(DatabaseAwayError):
            await conversations.lock(database, connection, chat)
    assert database.absence.lasts


async def test_a_lock_that_a_slow_turn_holds_is_waited_for(
    database: Database, other: Database, chat: str
) -> None:
    async def slow() -> None:
        async with database.lock_connection() as connection:
            await conversations.lock(database, connection, chat)
            has_it.set()
            await asyncio.sleep(conversations.DOUBT + 0.5)
            order.append("slow")

    has_it, order = asyncio.Event(), list[str]()
    first = asyncio.create_task(slow())
    await has_it.wait()
    async with other.lock_connection() as connection:
        await conversations.lock(other, connection, chat)
        order.append("waiting")
    await first
    assert order == ["slow", "waiting"]


async def test_a_server_that_stood_still_asks_once_more_and_calls_nobody_away(
    database: Database, stored: StoredConversations, chat: str
) -> None:
    """All its time-outs are over before it has read any answer."""
    await stored.append(chat, {}, [{"text": "hello"}])
    asked = asyncio.create_task(stored.state(chat))
    while not database._statements._pool or database._statements._pool.get_idle_size():
        await asyncio.sleep(0)
    time.sleep(PATIENCE + 0.1)
    assert await asked == State(1, False)
    assert not database.absence.lasts


async def test_what_must_not_be_asked_twice_is_not(database: Database) -> None:
    async def statement() -> None:
        async with database.connection() as connection:
            await connection.execute("SELECT pg_sleep(60)")

    asked = asyncio.create_task(statement())
    await asyncio.sleep(0.1)
    time.sleep(PATIENCE)
    with pytest.raises(StoodStillError):
        await asked
    assert not database.absence.lasts
