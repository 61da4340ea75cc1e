from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
import redis

from beacon.cluster import counters
from beacon.cluster.counters import SharedRateLimit
from beacon.door.rate import RateLimit
from tests.engines.redis import own_redis

NOBODY = "redis://127.0.0.1:9/0"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with own_redis(tmp_path_factory.mktemp("redis")) as url:
        yield url


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time of Redis, in seconds, as the tests set it."""
    now = [1_700_000_010.0]

    async def told(_: object) -> tuple[int, int]:
        return int(now[0]), 0

    monkeypatch.setattr(counters.redis.asyncio.Redis, "time", told)
    return now


def server(address: str) -> SharedRateLimit:
    """One that counts up to four a minute by itself and for all."""
    return SharedRateLimit(RateLimit(4, 60.0), address, 4, 60.0)


async def test_without_redis_the_own_count_stands_whatever_the_sender_is_called() -> None:
    limit = SharedRateLimit(RateLimit(2, 60.0), NOBODY, 2, 60.0)
    assert [await limit.allow("child \ud800", now) for now in (0.0, 1.0, 2.0)] == [
        True,
        True,
        False,
    ]


@pytest.mark.usefixtures("clock")
async def test_two_servers_count_together(address: str) -> None:
    here, there = server(address), server(address)
    allowed = [await each.allow("together", 0.0) for each in (here, there, here, there, here)]
    assert allowed == [True, True, True, True, False]


async def test_servers_whose_clocks_differ_count_together(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the real clock of Redis."""
    allowed = []
    for hours in range(5):
        monkeypatch.setattr(time, "time", lambda ahead=hours: 1_700_000_000.0 + ahead * 3600)
        allowed.append(await server(address).allow("clocks", 0.0))
    assert allowed == [True, True, True, True, False]


@pytest.mark.usefixtures("clock")
async def test_other_chats_are_not_counted(address: str) -> None:
    limit = server(address)
    for _ in range(4):
        await limit.allow("busy", 0.0)
    assert await server(address).allow("quiet", 0.0)


async def test_the_turn_of_a_minute_is_no_gap(address: str, clock: list[float]) -> None:
    """However the minutes fall, nobody gets twice as many through."""
    for _ in range(4):
        await server(address).allow("edge", 0.0)
    clock[0] += 46 - clock[0] % 60 + 16
    assert not await server(address).allow("edge", 0.0)


async def test_a_minute_later_all_is_forgotten(address: str, clock: list[float]) -> None:
    for _ in range(4):
        await server(address).allow("later", 0.0)
    clock[0] += 120
    assert await server(address).allow("later", 0.0)


@pytest.mark.usefixtures("clock")
async def test_nothing_of_the_chat_stands_in_redis(address: str) -> None:
    await server(address).allow("the id of a chat", 0.0)
    found = redis.Redis.from_url(address)
    keys = [key.decode() for key in found.keys("*")]
    assert keys
    assert not [key for key in keys if "chat" in key]
    assert all(0 < found.ttl(key) <= 120 for key in keys)
