from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

import pytest

from beacon.cluster.standstill import EVERY, LATE, Standstill


@pytest.fixture
def standstill() -> Iterator[Standstill]:
    found = Standstill()
    yield found
    found.stop()


async def stand_still() -> None:
    """Longer than may pass unseen; then the loop goes on."""
    time.sleep(EVERY + LATE + 0.1)
    await asyncio.sleep(0.01)


async def test_a_process_that_stood_still_knows_it(standstill: Standstill) -> None:
    began = standstill.watch()
    await stand_still()
    assert standstill.since(began)


async def test_what_began_later_was_not_kept_waiting(standstill: Standstill) -> None:
    standstill.watch()
    await stand_still()
    later = standstill.watch()
    await asyncio.sleep(2 * EVERY)
    assert not standstill.since(later)


async def test_before_it_was_watched_nothing_is_known(standstill: Standstill) -> None:
    await stand_still()
    began = standstill.watch()
    await asyncio.sleep(2 * EVERY)
    assert not standstill.since(began)


async def test_once_stopped_it_looks_no_more(standstill: Standstill) -> None:
    began = standstill.watch()
    standstill.stop()
    await stand_still()
    assert not standstill.since(began)


def test_it_may_be_watched_in_one_loop_after_another() -> None:
    standstill = Standstill()

    async def watched() -> bool:
        began = standstill.watch()
        await stand_still()
        return standstill.since(began)

    assert [asyncio.run(watched()) for _ in range(2)] == [True, True]
