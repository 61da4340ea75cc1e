from __future__ import annotations

import asyncio
import time

from beacon.cluster.standstill import EVERY, LATE, Standstill


async def test_a_process_that_stood_still_knows_it() -> None:
    standstill = Standstill()
    began = standstill.watch()
    time.sleep(EVERY + LATE + 0.1)
    await asyncio.sleep(0.01)
    assert standstill.since(began)
    standstill.stop()


async def test_what_began_later_was_not_kept_waiting() -> None:
    standstill = Standstill()
    standstill.watch()
    time.sleep(EVERY + LATE + 0.1)
    await asyncio.sleep(0.01)
    later = standstill.watch()
    await asyncio.sleep(2 * EVERY)
    assert not standstill.since(later)
    standstill.stop()


async def test_before_it_was_watched_nothing_is_known() -> None:
    standstill = Standstill()
    time.sleep(EVERY + LATE + 0.1)
    began = standstill.watch()
    await asyncio.sleep(2 * EVERY)
    assert not standstill.since(began)
    standstill.stop()


async def test_once_stopped_it_looks_no_more() -> None:
    standstill = Standstill()
    began = standstill.watch()
    standstill.stop()
    time.sleep(EVERY + LATE + 0.1)
    await asyncio.sleep(0.01)
    assert not standstill.since(began)


def test_it_may_be_watched_in_one_loop_after_another() -> None:
    standstill = Standstill()

    async def watched() -> bool:
        began = standstill.watch()
        time.sleep(EVERY + LATE + 0.1)
        await asyncio.sleep(0.01)
        return standstill.since(began)

    assert [asyncio.run(watched()) for _ in range(2)] == [True, True]
