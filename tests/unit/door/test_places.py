from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from beacon.door.places import NoPlaceError, Places

# Seconds in which no test ends by waiting; and those after which one hangs.
LONG = 600.0
HANGS = 60.0
# Of the event loop: enough to come in, however slow the machine is.
TURNS = 20


class Guests:
    """Who takes a place, and stays until told to leave."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self.inside: list[str] = []
        self.leave = asyncio.Event()

    async def come(self, name: str) -> asyncio.Task[None]:
        """Begins to wait for a place."""
        task = asyncio.create_task(self._stay(name))
        for _ in range(TURNS):
            await asyncio.sleep(0)
        return task

    async def _stay(self, name: str) -> None:
        async with self._places.one():
            self.inside.append(name)
            await self.leave.wait()


async def test_those_who_wait_come_in_in_their_order() -> None:
    guests = Guests(Places(1, 2, LONG))
    tasks = [await guests.come(name) for name in "abc"]
    assert guests.inside == ["a"]
    guests.leave.set()
    await asyncio.gather(*tasks)
    assert guests.inside == ["a", "b", "c"]


async def test_who_would_wait_behind_too_many_is_told_at_once() -> None:
    guests = Guests(Places(1, 1, LONG))
    for name in "ab":
        await guests.come(name)
    with pytest.raises(NoPlaceError):
        await asyncio.wait_for(await guests.come("c"), HANGS)
    guests.leave.set()


async def test_nobody_waits_longer_than_the_patience() -> None:
    guests = Guests(Places(1, 5, 0.05))
    await guests.come("a")
    with pytest.raises(NoPlaceError):
        await asyncio.wait_for(await guests.come("b"), HANGS)
    guests.leave.set()


async def test_where_nobody_may_wait_a_free_place_is_given_all_the_same() -> None:
    guests = Guests(Places(1, 0, LONG))
    task = await guests.come("a")
    assert guests.inside == ["a"]
    guests.leave.set()
    await task


@pytest.mark.parametrize("waits", [True, False])
async def test_whoever_leaves_early_leaves_no_place_taken(waits: bool) -> None:
    guests = Guests(Places(1, 1, LONG))
    tasks = [await guests.come(name) for name in "ab"]
    gone = tasks[waits]
    gone.cancel()
    with suppress(asyncio.CancelledError):
        await gone
    guests.leave.set()
    await tasks[not waits]
    await asyncio.wait_for(await guests.come("c"), HANGS)
    assert guests.inside[-1] == "c"
