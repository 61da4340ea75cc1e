"""Asks for a person on a child's behalf, and says truly whether the case is stored."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping
from typing import Any

from beacon.handover.client import StaffClient, StaffUnreachableError, TalkIsOverError
from beacon.handover.record import next_key

logger = logging.getLogger(__name__)

# How long an answer to "is there a staff's application" holds, in seconds.
FRESH = 30.0
TRIES, PAUSE = 60, 5.0
MOST_CASES = 10


class Staff:
    """The staff as the bot knows them."""

    def __init__(self, client: StaffClient) -> None:
        self.client = client
        self._policy: dict[str, Any] | None = None
        self._asked = -FRESH
        self._withdrawals: dict[str, asyncio.Task[None]] = {}

    async def policy(self) -> dict[str, Any] | None:
        """The operator's policy; None while no staff's application answers."""
        if time.monotonic() - self._asked >= FRESH:
            self._asked = time.monotonic()
            try:
                self._policy = await self.client.policy()
            except (StaffUnreachableError, TalkIsOverError):
                self._policy = None
        return self._policy

    async def who(self) -> str | None:
        """Who would take over, in words for a child; None where nobody can be asked."""
        policy = await self.policy()
        return str(policy["who"]) if policy and policy.get("who") else None

    async def hand_over(self, record: Mapping[str, Any]) -> str | None:
        """The key under which the case is stored; None where that is not sure.

        A case that may have been stored unseen is withdrawn, unless the child asks once more: then
        it is that case again, or a new one where the old one is over.
        """
        key = str(record["key"])
        try:
            for _ in range(MOST_CASES):
                self._keep(key)
                answer = await self.client.hand_over({**record, "key": key})
                if answer.get("live") != "over":
                    return key
                key = next_key(key)
        except (StaffUnreachableError, TalkIsOverError) as error:
            logger.error("A hand-over could not be stored: %s", type(error).__name__)
            self._asked = -FRESH
            self.withdraw(key)
        except asyncio.CancelledError:
            # The turn took too long, or its page has left: nobody tells the child of this case.
            self.withdraw(key)
            raise
        return None

    def withdraw(self, key: str) -> None:
        """Ends a hand-over as soon as the application can be reached; nobody waits for that."""
        self._keep(key)
        task = asyncio.get_running_loop().create_task(self._end(key))
        self._withdrawals[key] = task
        task.add_done_callback(lambda done: self._forget(key, done))

    def _keep(self, key: str) -> None:
        """Takes a withdrawal back that is still under way."""
        withdrawal = self._withdrawals.pop(key, None)
        if withdrawal:
            withdrawal.cancel()

    def _forget(self, key: str, done: asyncio.Task[None]) -> None:
        if self._withdrawals.get(key) is done:
            del self._withdrawals[key]

    async def _end(self, key: str) -> None:
        for _ in range(TRIES):
            try:
                await self.client.end(key)
            except StaffUnreachableError:
                await asyncio.sleep(PAUSE)
            except TalkIsOverError:
                return
            else:
                return
