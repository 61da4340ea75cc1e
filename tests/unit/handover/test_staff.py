from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import Any

from beacon.handover.staff import Staff
from tests.unit.handover.application import Application, running


class Slow(Application):
    """Takes its time over a hand-over, not over its end."""

    def is_asked(self, path: str, body: dict[str, Any]) -> None:
        super().is_asked(path, body)
        if path.endswith("hand-overs"):
            time.sleep(0.5)


async def until_asked(application: Application, path: str) -> None:
    async with asyncio.timeout(60):
        while path not in application.paths:
            await asyncio.sleep(0.01)


async def test_a_case_whose_turn_was_broken_off_is_withdrawn() -> None:
    """It may be stored, and nobody has told the child: no worker is to wait for it."""
    with running(Slow()) as application:
        asking = asyncio.create_task(Staff(application.client).hand_over({"key": "case"}))
        await until_asked(application, "/api/hand-overs")
        asking.cancel()
        with suppress(asyncio.CancelledError):
            await asking
        await until_asked(application, "/api/hand-overs/case/end")


async def test_a_case_that_is_asked_for_once_more_is_not_withdrawn() -> None:
    with running(Application()) as application:
        staff = Staff(application.client)
        staff.withdraw("case")
        assert await staff.hand_over({"key": "case"}) == "case"
    assert application.paths == ["/api/hand-overs"]
