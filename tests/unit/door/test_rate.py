from __future__ import annotations

from beacon.door.rate import RateLimit


async def test_allows_up_to_the_limit() -> None:
    limit = RateLimit(messages=3, seconds=60)
    assert [await limit.allow("a", now) for now in (0, 1, 2, 3)] == [True, True, True, False]


async def test_allows_again_once_the_oldest_is_past() -> None:
    limit = RateLimit(messages=2, seconds=60)
    await limit.allow("a", 0)
    await limit.allow("a", 30)
    assert await limit.allow("a", 60)


async def test_does_not_count_what_it_refused() -> None:
    limit = RateLimit(messages=1, seconds=60)
    await limit.allow("a", 0)
    await limit.allow("a", 59)
    assert await limit.allow("a", 60)


async def test_counts_each_conversation_for_itself() -> None:
    limit = RateLimit(messages=1, seconds=60)
    await limit.allow("a", 0)
    assert await limit.allow("b", 0)


async def test_remembers_no_more_than_the_most() -> None:
    limit = RateLimit(most=5)
    for number in range(100):
        await limit.allow(str(number), 0)
    assert len(limit) == 5


async def test_forgets_the_one_that_was_silent_longest() -> None:
    limit = RateLimit(messages=1, seconds=60, most=2)
    await limit.allow("a", 0)
    await limit.allow("b", 1)
    await limit.allow("a", 2)
    await limit.allow("c", 3)
    assert not await limit.allow("a", 4)


async def test_long_identifiers_cost_nothing() -> None:
    limit = RateLimit(messages=1)
    await limit.allow("x" * 1_000_000, 0)
    assert not await limit.allow("x" * 1_000_000, 1)
