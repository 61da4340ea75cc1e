from __future__ import annotations

from beacon.cluster.counters import SharedRateLimit
from beacon.door.rate import RateLimit


async def test_without_redis_the_own_count_stands_whatever_the_sender_is_called() -> None:
    limit = SharedRateLimit(RateLimit(2, 60.0), "redis://127.0.0.1:9/0", 2, 60.0)
    assert [await limit.allow("child \ud800", now) for now in (0.0, 1.0, 2.0)] == [
        True,
        True,
        False,
    ]
