"""Two servers over one real PostgreSQL."""

from __future__ import annotations

import asyncio
import time
import uuid

import pytest

from beacon.cluster.database import Database
from beacon.cluster.turns import Turns
from beacon.rasa.stores.shared_locks import SharedLockStore


@pytest.fixture
def here(database: Database) -> SharedLockStore:
    return SharedLockStore(database=database, turns=Turns())


@pytest.fixture
def there(other: Database) -> SharedLockStore:
    return SharedLockStore(database=other, turns=Turns())


@pytest.fixture
def chat() -> str:
    return uuid.uuid4().hex


async def hold(store: SharedLockStore, chat: str, name: str, order: list[str]) -> None:
    async with store.lock(chat):
        order.append(name)
        await asyncio.sleep(0.02)
        order.append(name)


def is_in_turns(order: list[str]) -> bool:
    """Whether whoever began had also ended before the next one began."""
    return all(first == second for first, second in zip(order[::2], order[1::2], strict=True))


async def test_on_one_server_those_who_wait_come_in_the_order_of_their_arrival(
    here: SharedLockStore, chat: str
) -> None:
    order: list[str] = []
    await asyncio.gather(*(hold(here, chat, name, order) for name in "abcde"))
    assert "".join(order) == "aabbccddee"


async def test_two_servers_never_have_one_chat_at_once(
    here: SharedLockStore, there: SharedLockStore, chat: str
) -> None:
    order: list[str] = []
    waiting = [hold(store, chat, str(n), order) for n in range(20) for store in (here, there)]
    await asyncio.gather(*waiting)
    assert len(order) == 80
    assert is_in_turns(order)


async def test_many_chats_at_once_do_not_wait_for_each_other_for_ever(
    here: SharedLockStore, there: SharedLockStore, chat: str
) -> None:
    order: list[str] = []
    stores = (here, there)
    await asyncio.gather(*(hold(stores[n % 2], f"{chat}{n}", str(n), order) for n in range(150)))
    assert len(order) == 300


async def test_nothing_is_left_of_a_turn(here: SharedLockStore, chat: str) -> None:
    await hold(here, chat, "a", [])
    assert here._turns.count == 0


async def test_while_the_database_is_away_one_server_keeps_the_order(
    here: SharedLockStore, database: Database, chat: str
) -> None:
    database.absence.until = time.monotonic() + 60
    order: list[str] = []
    await asyncio.gather(*(hold(here, chat, name, order) for name in "abc"))
    assert "".join(order) == "aabbcc"


async def test_one_that_gives_up_does_not_stop_the_next(
    here: SharedLockStore, there: SharedLockStore, chat: str
) -> None:
    order: list[str] = []
    async with there.lock(chat):
        impatient = asyncio.create_task(hold(here, chat, "a", order))
        await asyncio.sleep(0.1)
        impatient.cancel()
    await asyncio.wait_for(hold(here, chat, "b", order), 60)
    assert order == ["b", "b"]


async def test_an_error_within_a_turn_is_no_error_of_the_database(
    here: SharedLockStore, database: Database, chat: str
) -> None:
    with pytest.raises(ZeroDivisionError):
        async with here.lock(chat):
            raise ZeroDivisionError
    assert not database.absence.lasts


async def test_not_even_one_that_looks_like_it(
    here: SharedLockStore, database: Database, chat: str
) -> None:
    with pytest.raises(TimeoutError):
        async with here.lock(chat):
            raise TimeoutError
    assert not database.absence.lasts
