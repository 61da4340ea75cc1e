"""Whether anything has changed: one question to the database for all streams of a process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any, Generic, TypeVar

from asgiref.sync import sync_to_async
from django.db import connections
from django.db.models import Count, Max, Q, Sum

from cases.models import Case, Live, Message

PAUSE = 0.4
# More than are said within a pause; whoever misses one looks again before long.
LATEST = 300

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Pulse:
    """What tells whether a look is worth while.

    queue: differs whenever the queue does.
    said: the latest messages as their number and that of their case.
    """

    queue: tuple[Any, ...]
    said: tuple[tuple[int, int], ...]


def ask() -> Pulse:
    """The pulse now.

    The newest change alone would miss one that is committed after a newer one, hence the counts.
    """
    queue = Case.objects.filter(closed=None).aggregate(
        Max("changed"),
        Count("pk"),
        Count("worker"),
        Sum("risk"),
        over=Count("pk", Q(live=Live.OVER)),
    )
    said = Message.objects.order_by("-pk").values_list("pk", "case")[:LATEST]
    return Pulse(tuple(queue.values()), tuple(said))


async def in_thread(look: Callable[[], Answer]) -> Answer:
    """What `look` finds in the database, asked outside the server's loop."""

    def looked() -> Answer:
        try:
            return look()
        finally:
            connections.close_all()

    return await sync_to_async(looked, thread_sensitive=False)()


class Shared(Generic[Answer]):
    """An answer that all who ask within a pause get, however many they are."""

    def __init__(self, question: Callable[[], Answer], pause: float = PAUSE) -> None:
        self._question = question
        self._pause = pause
        self._asked = -pause
        self._answer: asyncio.Task[Answer] | None = None

    async def get(self) -> Answer:
        """The latest answer, at most a pause old. Raises what the question raises."""
        if self._answer is None or not self._is_fresh(self._answer):
            self._asked = monotonic()
            self._answer = asyncio.create_task(in_thread(self._question))
        # Who leaves takes nothing from those who stay.
        return await asyncio.shield(self._answer)

    def _is_fresh(self, answer: asyncio.Task[Answer]) -> bool:
        if answer.get_loop() is not asyncio.get_running_loop():
            return False
        return not answer.done() or monotonic() - self._asked < self._pause


PULSE = Shared(ask)
