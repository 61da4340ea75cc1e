"""Whether this process has itself stood still: what took too long then is nobody else's fault."""

from __future__ import annotations

import asyncio

# How often it looks, and how late a look must be, both in seconds.
EVERY = 0.2
LATE = 0.5


class Standstill:
    """Looks at the clock of a loop again and again.

    A program that was frozen, or that had no processor, finds all its time-outs over before it has
    read any of the answers that came in time.
    """

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._next: asyncio.TimerHandle | None = None
        self._looked = 0.0
        self._ended = 0.0

    def watch(self) -> float:
        """The time now, by a steady clock; from then on it looks."""
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            self.stop()
            self._loop, self._looked, self._ended = loop, loop.time(), 0.0
            self._look_later(loop)
        return loop.time()

    def since(self, moment: float) -> bool:
        """Whether the process has stood still after a moment that `watch` gave."""
        return self._ended > moment

    def stop(self) -> None:
        """Looks no more."""
        if self._next:
            self._next.cancel()
        self._loop = self._next = None

    def _look_later(self, loop: asyncio.AbstractEventLoop) -> None:
        self._next = loop.call_later(EVERY, self._look, loop)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        now = loop.time()
        if now - self._looked > EVERY + LATE:
            self._ended = now
        self._looked = now
        self._look_later(loop)
