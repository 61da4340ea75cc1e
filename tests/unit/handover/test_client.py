from __future__ import annotations

import asyncio

import pytest

from beacon.handover.client import StaffClient, StaffUnreachableError
from tests.conftest import free_port


class Application:
    """Accepts connections and says nothing."""

    def __init__(self) -> None:
        self.asked = 0

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.asked += 1
        await reader.read()
        writer.close()


async def test_while_it_rests_only_what_must_reach_the_staff_is_tried() -> None:
    application, port = Application(), free_port()
    server = await asyncio.start_server(application.take, "127.0.0.1", port)
    client = StaffClient(f"http://127.0.0.1:{port}", "secret")
    async with server:
        for _ in range(3):
            with pytest.raises(StaffUnreachableError):
                await client.updates("key", 0)
        assert application.asked == 1
        with pytest.raises(StaffUnreachableError):
            await client.hand_over({"key": "key"})
        assert application.asked == 2
