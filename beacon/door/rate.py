"""How many messages a conversation may send."""

from __future__ import annotations

from collections import OrderedDict, deque
from typing import Protocol


class Limit(Protocol):
    """Says whether one more message may pass."""

    async def allow(self, conversation: str, now: float) -> bool:
        """Whether a message at `now` (seconds, steady clock) may pass."""


class RateLimit:
    """At most `messages` in any `seconds` for each of the `most` latest conversations."""

    def __init__(self, messages: int = 20, seconds: float = 60.0, most: int = 10_000) -> None:
        self._messages = messages
        self._seconds = seconds
        self._most = most
        self._times: OrderedDict[int, deque[float]] = OrderedDict()

    async def allow(self, conversation: str, now: float) -> bool:
        """Whether a message at `now` (seconds, steady clock) may pass; if not, it isn't counted."""
        times = self._times_of(conversation)
        while times and now - times[0] >= self._seconds:
            times.popleft()
        if len(times) >= self._messages:
            return False
        times.append(now)
        return True

    def __len__(self) -> int:
        return len(self._times)

    def _times_of(self, conversation: str) -> deque[float]:
        # A hash, as an identifier may be as long as its sender likes.
        key = hash(conversation)
        times = self._times.setdefault(key, deque())
        self._times.move_to_end(key)
        if len(self._times) > self._most:
            self._times.popitem(last=False)
        return times
