from __future__ import annotations

from beacon.door.rate import RateLimit


def test_allows_up_to_the_limit() -> None:
    limit = RateLimit(messages=3, seconds=60)
    assert [limit.allow("a", now) for now in (0, 1, 2, 3)] == [True, True, True, False]


def test_allows_again_once_the_oldest_is_past() -> None:
    limit = RateLimit(messages=2, seconds=60)
    limit.allow("a", 0)
    limit.allow("a", 30)
    assert limit.allow("a", 60)


def test_does_not_count_what_it_refused() -> None:
    limit = RateLimit(messages=1, seconds=60)
    limit.allow("a", 0)
    limit.allow("a", 59)
    assert limit.allow("a", 60)


def test_counts_each_conversation_for_itself() -> None:
    limit = RateLimit(messages=1, seconds=60)
    limit.allow("a", 0)
    assert limit.allow("b", 0)


def test_remembers_no_more_than_the_most() -> None:
    limit = RateLimit(most=5)
    for number in range(100):
        limit.allow(str(number), 0)
    assert len(limit) == 5


def test_forgets_the_one_that_was_silent_longest() -> None:
    limit = RateLimit(messages=1, seconds=60, most=2)
    limit.allow("a", 0)
    limit.allow("b", 1)
    limit.allow("a", 2)
    limit.allow("c", 3)
    assert not limit.allow("a", 4)


def test_long_identifiers_cost_nothing() -> None:
    limit = RateLimit(messages=1)
    limit.allow("x" * 1_000_000, 0)
    assert not limit.allow("x" * 1_000_000, 1)
