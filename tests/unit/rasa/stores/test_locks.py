from __future__ import annotations

import asyncio

import pytest
from rasa.core import lock_store
from rasa.core.lock_store import LockError

from beacon.rasa.stores.locks import PromptLockStore

# Seconds after which whoever waits looks once more whether its turn has come, at most.
SOON = 0.15


async def hold(store: PromptLockStore, conversation: str, name: str, order: list[str]) -> None:
    async with store.lock(conversation):
        order.append(name)
        await asyncio.sleep(0.05)
        order.append(name)


async def test_three_that_wait_come_in_the_order_of_their_arrival() -> None:
    store = PromptLockStore()
    order: list[str] = []
    await asyncio.gather(*(hold(store, "child", name, order) for name in "abc"))
    assert "".join(order) == "aabbcc"


async def test_who_waits_looks_soon_again_whether_its_turn_has_come(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waits: list[float] = []
    sleep = asyncio.sleep

    async def noted(seconds: float) -> None:
        waits.append(seconds)
        await sleep(seconds)

    monkeypatch.setattr(lock_store.asyncio, "sleep", noted)
    store = PromptLockStore()
    go_on = asyncio.Event()

    async def turn() -> None:
        async with store.lock("child"):
            await go_on.wait()

    turns = [asyncio.create_task(turn()) for _ in range(3)]
    async with asyncio.timeout(60):
        while not waits:
            await sleep(0)
    go_on.set()
    await asyncio.gather(*turns)
    assert max(waits) < SOON


async def test_two_conversations_do_not_wait_for_each_other() -> None:
    store = PromptLockStore()
    order: list[str] = []
    await asyncio.gather(hold(store, "one", "a", order), hold(store, "other", "b", order))
    assert "".join(order) == "abab"


async def test_one_that_gives_up_waiting_does_not_stop_the_next() -> None:
    store = PromptLockStore()
    order: list[str] = []
    first = asyncio.create_task(hold(store, "child", "a", order))
    await asyncio.sleep(0)
    impatient = asyncio.create_task(hold(store, "child", "b", order))
    last = asyncio.create_task(hold(store, "child", "c", order))
    await asyncio.sleep(0.01)
    impatient.cancel()
    await asyncio.gather(first, last)
    assert "".join(order) == "aacc"


async def test_nothing_is_kept_of_a_conversation_that_nobody_waits_for() -> None:
    store = PromptLockStore()
    await hold(store, "child", "a", [])
    assert store.get_lock("child") is None


async def test_one_whose_turn_expires_while_it_waits_is_told() -> None:
    store = PromptLockStore()

    async def wait() -> None:
        async with store.lock("child", lock_lifetime=0.01):
            pytest.fail("its turn had come")

    holding = asyncio.create_task(hold(store, "child", "a", []))
    await asyncio.sleep(0)
    with pytest.raises(LockError):
        await asyncio.wait_for(wait(), 60)
    await holding
