"""How many messages a conversation sends, counted in Redis for all servers together."""

from __future__ import annotations

import redis.asyncio
from redis.exceptions import RedisError

from beacon.cluster.absence import Absence
from beacon.digest import digest
from beacon.door.rate import RateLimit

VARIABLE = "BEACON_REDIS"
# Seconds: a count is not worth more of a child's time; nor is Redis asked again at once.
PATIENCE = 0.25
REST = 5.0


class SharedRateLimit:
    """The limit of this server first, then the count of all; while Redis is away, the first alone.

    Nothing of a conversation stands in Redis but a digest and numbers, for twice `seconds`.
    """

    def __init__(self, own: RateLimit, address: str, messages: int, seconds: float) -> None:
        self._own = own
        self._messages = messages
        self._seconds = max(1, int(seconds))
        self._redis = redis.asyncio.Redis.from_url(
            address, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE
        )
        self._absence = Absence("redis", REST)

    async def allow(self, conversation: str, now: float) -> bool:
        """Whether a message at `now` (seconds, steady clock) may pass."""
        if not await self._own.allow(conversation, now):
            return False
        if not self._absence.may_ask():
            return True
        try:
            count = await self._count(conversation)
        except (TimeoutError, RedisError, OSError) as error:
            self._absence.begin(error)
            return True
        self._absence.end()
        return count <= self._messages

    async def _count(self, conversation: str) -> float:
        """The messages of this period, and of the one before the share that is not past yet.

        The clock of Redis tells the periods: bots whose clocks differ would count apart.
        """
        name = f"beacon:rate:{digest('rate of', conversation).hex()[:32]}"
        period, past = divmod(await self._now(), self._seconds)
        key, before = f"{name}:{period:.0f}", f"{name}:{period - 1:.0f}"
        async with self._redis.pipeline(transaction=True) as steps:
            steps.incr(key).expire(key, 2 * self._seconds).get(before)
            count, _, earlier = await steps.execute()
        return int(count) + int(earlier or 0) * (1 - past / self._seconds)

    async def _now(self) -> float:
        seconds, microseconds = await self._redis.time()
        return float(seconds + microseconds / 1e6)
