from __future__ import annotations

from beacon.tasks.cluster import redis


def test_redis_keeps_nothing_and_has_a_bound() -> None:
    lines = redis.settings(1, "secret").splitlines()
    assert {'save ""', "appendonly no", "requirepass secret", "maxmemory 64mb"} <= set(lines)
