"""Anonymous events for the staff's statistics: no words, no ids, sent together and late."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

from beacon.handover.client import (
    StaffClient,
    StaffRefusesError,
    StaffUnreachableError,
    TalkIsOverError,
)
from beacon.understanding.contract import FALLBACK, REQUEST_HUMAN, STEERING
from beacon.understanding.parse_keys import INTENT, INTENT_NAME, LEVEL, RISK

logger = logging.getLogger(__name__)

# Sent so many seconds after the first, at most so many at once; no more than that many wait.
PAUSE = 5.0
AT_ONCE = 200
MOST_WAITING = 20_000

KINDS_OF_PAGE = ("help_tapped", "helped", "not_helped")
GROUP = ("topic", "risk", "age_band", "country", "language")


class Counting:
    """Keeps events until the staff's application takes them; too many are dropped."""

    def __init__(self, client: StaffClient, pause: float = PAUSE) -> None:
        self._client = client
        self._pause = pause
        self._events: list[dict[str, str]] = []
        self._task: asyncio.Task[None] | None = None

    def count(self, kind: str, about: Mapping[str, Any]) -> None:
        """Notes an event of this kind; of `about` only the group counts, and only what is known."""
        if len(self._events) >= MOST_WAITING:
            return
        group = {name: str(about[name]) for name in GROUP if about.get(name)}
        self._events.append({"kind": kind, **group})
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._send())

    async def _send(self) -> None:
        while self._events:
            await asyncio.sleep(self._pause)
            now = self._events[:AT_ONCE]
            try:
                await self._client.count(now)
            except StaffRefusesError:
                # One that is not taken, as by an older application, must not hold up all later.
                logger.error("%d events are not counted", len(now))
            except (StaffUnreachableError, TalkIsOverError):
                return
            del self._events[: len(now)]


def about_turn(slots: Mapping[str, Any], message: Mapping[str, Any]) -> dict[str, Any]:
    """The group of a turn, from the slots and Rasa's parse data of the latest message."""
    intent = (message.get(INTENT) or {}).get(INTENT_NAME)
    return {
        "topic": None if intent in STEERING else intent,
        "risk": (message.get(RISK) or {}).get(LEVEL),
        "age_band": slots.get("age_band"),
        "country": slots.get("country"),
        "language": slots.get("language"),
    }


def kinds_of(message: Mapping[str, Any], replies: list[dict[str, Any]]) -> list[str]:
    """What happened in a turn: understood or not, help shown, a person asked for, handed over."""
    intent = (message.get(INTENT) or {}).get(INTENT_NAME)
    is_understood = intent not in (None, FALLBACK)
    kinds = ["understood" if is_understood else "not_understood"]
    if any(reply.get("custom") for reply in replies):
        kinds.append("help_shown")
    if intent == REQUEST_HUMAN:
        kinds.append("asked_person")
    answers = {str(reply.get("answer")) for reply in replies}
    outcomes = {"hand_over_stored": "handed_over", "hand_over_failed": "hand_over_failed"}
    return kinds + [kind for answer, kind in outcomes.items() if answer in answers]
