"""`make load-staff`: how fast the staff's application is with 500 open cases and 50 live chats.

Starts the application with a database of its own (DATABASE_URL where it is set), plays the bot of
50 chats and the browsers of ten workers, and prints a table for docs/staff.md.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Awaitable
from pathlib import Path
from typing import Any, TypeVar

import aiohttp

from beacon.bench.report import table
from beacon.bench.speed import resident_megabytes
from beacon.handover.client import StaffClient
from tests.conftest import SECRET, Servers, free_port, start_staff
from tests.staff.conftest import Staffed

CASES, CHATS, WORKERS = 500, 50, 10
POLL, THINK = 1.5, 8.0
RISKS = ("none", "concern", "high", "high", "emergency")
Result = TypeVar("Result")

TAKE_ALL = """
from django.contrib.auth.models import User
from django.utils import timezone
from cases.models import Case
worker, _ = User.objects.get_or_create(username="wanda")
now = timezone.now()
Case.objects.filter(key__startswith="chat").update(
    worker=worker, taken=now, live="talking", worker_wrote=now)
"""


class Times:
    """Milliseconds by what was done."""

    def __init__(self) -> None:
        self.all: dict[str, list[float]] = {}

    async def of(self, what: str, doing: Awaitable[Result]) -> Result:
        """Waits for it, and notes how long that took."""
        started = time.perf_counter()
        result = await doing
        self.note(what, time.perf_counter() - started)
        return result

    def note(self, what: str, seconds: float) -> None:
        """Adds a time."""
        self.all.setdefault(what, []).append(seconds * 1000)

    def rows(self) -> list[list[str]]:
        """What, how often, median, 95th percentile, longest."""
        return [
            [
                what,
                str(len(found)),
                f"{statistics.median(found):.0f}",
                f"{statistics.quantiles(found, n=20, method='inclusive')[-1]:.0f}",
                f"{max(found):.0f}",
            ]
            for what, found in sorted(self.all.items())
        ]


def hand_over(key: str, risk: str) -> dict[str, Any]:
    """A hand-over with a chat of twenty lines."""
    said = [
        {"from": sender, "text": f"line {number} of a made-up chat"}
        for number in range(10)
        for sender in ("child", "bot")
    ]
    return {
        "key": key,
        "risk": risk,
        "age_band": "11-13",
        "country": "PT",
        "language": "en",
        "asked_for": "request_human",
        "happened": [{"intent": "disclose_sextortion", "risk": risk}],
        "answered": ["disclose_sextortion"],
        "help": {"v": 1, "type": "help", "country": "PT", "cards": []},
        "transcript": said,
        "decided": int(1000 * time.time()),
    }


async def chat(client: StaffClient, key: str, end: float, times: Times) -> None:
    """A child's page asks for news, and the child writes now and then."""
    spoken = time.monotonic()
    await asyncio.sleep(random.uniform(0, POLL))
    while time.monotonic() < end:
        await times.of("news for a chat", client.updates(key, 0))
        if time.monotonic() - spoken > THINK:
            spoken = time.monotonic()
            message = {"key": uuid.uuid4().hex, "text": "some words", "risk": "none"}
            await times.of("a child's message", client.say(key, message))
        await asyncio.sleep(POLL)


async def watch(url: str, cookie: str, end: float, seen: asyncio.Queue[float]) -> None:
    """A worker's browser with the queue open; notes when it hears of a change."""
    timeout = aiohttp.ClientTimeout(total=max(1.0, end - time.monotonic()))
    try:
        async with (
            aiohttp.ClientSession(cookies={"sessionid": cookie}, timeout=timeout) as session,
            session.get(f"{url}/events") as stream,
        ):
            async for line in stream.content:
                if line.startswith(b"event: queue"):
                    seen.put_nowait(time.monotonic())
    except TimeoutError:
        return


async def alarm(
    client: StaffClient, end: float, seen: list[asyncio.Queue[float]], times: Times
) -> None:
    """Every few seconds a new emergency; how long until every open queue has heard of it."""
    while time.monotonic() < end - 5:
        await asyncio.sleep(3)
        for queue in seen:
            while not queue.empty():
                queue.get_nowait()
        started = time.monotonic()
        record = hand_over(uuid.uuid4().hex, "emergency")
        await times.of("an emergency is stored", client.hand_over(record))
        heard = await asyncio.gather(*(asyncio.wait_for(queue.get(), 10) for queue in seen))
        for moment in heard:
            times.note("until a queue has heard of it", moment - started)


async def read_pages(url: str, cookie: str, end: float, times: Times) -> None:
    """A worker opens the queue again and again."""
    async with aiohttp.ClientSession(cookies={"sessionid": cookie}) as session:
        while time.monotonic() < end:
            await times.of("the queue's page", page(session, f"{url}/queue/"))
            await asyncio.sleep(2)


async def page(session: aiohttp.ClientSession, address: str) -> None:
    """Reads a page to its end. Raises RuntimeError where it is not there."""
    async with session.get(address) as answer:
        text = await answer.text()
    if answer.status != 200 or "open cases" not in text:
        raise RuntimeError(f"{address}: status {answer.status}")


async def load(staffed: Staffed, seconds: float) -> Times:
    """All of it at once."""
    times = Times()
    client = StaffClient(staffed.staff_url, SECRET)
    for number in range(CASES):
        await client.hand_over(hand_over(f"case{number}{uuid.uuid4().hex}", RISKS[number % 5]))
    keys = [f"chat{number}{uuid.uuid4().hex}" for number in range(CHATS)]
    for key in keys:
        await client.hand_over(hand_over(key, "high"))
    staffed.manage("shell", "--no-imports", "-c", TAKE_ALL)
    cookie = staffed.log_in("sam", "supervisor")["value"]
    end = time.monotonic() + seconds
    seen: list[asyncio.Queue[float]] = [asyncio.Queue() for _ in range(WORKERS)]
    await asyncio.gather(
        *(chat(client, key, end, times) for key in keys),
        *(watch(staffed.staff_url, cookie, end, queue) for queue in seen),
        *(read_pages(staffed.staff_url, cookie, end, times) for _ in range(2)),
        alarm(client, end, seen, times),
    )
    return times


def main() -> int:
    """Starts, loads, prints."""
    parser = argparse.ArgumentParser(prog="make load-staff", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    engine = "PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite"
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        staff = start_staff(Path(folder), port)
        staffed = Staffed(Servers("", ()), Path(folder), port, staff)
        try:
            Servers(staffed.staff_url, (staff,)).wait()
            times = asyncio.run(load(staffed, options.seconds))
            memory = resident_megabytes(staff.process.pid)
        finally:
            staff.stop()
    print(f"{engine}, {CASES} open cases, {CHATS} live chats, {WORKERS} open queues:\n")
    head = ["milliseconds", "times", "p50", "p95", "longest"]
    print(table(head, times.rows()))
    print(f"\nMemory of the server: {memory:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
