"""What the servers kept of the conversations of a run, beside what was sent: nothing twice."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg
import requests

from beacon.cluster.conversations import MINUTES, key_of

PATIENCE = 30.0
# One that has been quiet as long may have been purged while it is asked for.
PURGED_AFTER = 60 * (MINUTES - 1)
_COUNT = """
SELECT conversation, count(*) AS messages
FROM turn, jsonb_array_elements(events) AS event
WHERE conversation = ANY($1) AND event->>'event' = 'user'
GROUP BY conversation
"""

Account = Mapping[str, Any]


@dataclass(frozen=True)
class Kept:
    """How many conversations were compared, and how many messages were missing or twice there."""

    conversations: int
    lost: int
    doubled: int


def by_api(urls: Sequence[str], accounts: Iterable[Account]) -> Kept:
    """Asks the trackers of every server; each conversation is counted where it has most."""

    def messages(conversation: str) -> int:
        return max(_in_tracker(url, conversation) for url in urls)

    return compared([(account, messages(account["conversation"])) for account in _open(accounts)])


def by_database(address: str, accounts: Iterable[Account]) -> Kept:
    """Asks the database of a cluster, where conversations are kept under digests."""
    accounts = list(_open(accounts))
    found = asyncio.run(_in_database(address, [key_of(each["conversation"]) for each in accounts]))
    pairs = [(each, found.get(key_of(each["conversation"]), 0)) for each in accounts]
    return compared(pairs)


def _open(accounts: Iterable[Account]) -> Iterable[Account]:
    """Of what a child has ended nothing may be kept, of what was quiet too long nothing is."""
    since = time.time() - PURGED_AFTER
    return (each for each in accounts if not each["ended"] and each["heard"] > since)


def compared(pairs: Sequence[tuple[Account, int]]) -> Kept:
    """A message that was under way when the run ended may be there or not."""
    return Kept(
        len(pairs),
        sum(max(0, account["answered"] - there) for account, there in pairs),
        sum(max(0, there - account["sent"]) for account, there in pairs),
    )


def _in_tracker(url: str, conversation: str) -> int:
    address = f"{url}/conversations/{conversation}/tracker"
    answer = requests.get(address, params={"include_events": "ALL"}, timeout=PATIENCE)
    answer.raise_for_status()
    return sum(event["event"] == "user" for event in answer.json()["events"] or ())


async def _in_database(address: str, keys: Sequence[bytes]) -> dict[bytes, int]:
    connection = await asyncpg.connect(address)
    try:
        rows = await connection.fetch(_COUNT, keys)
    finally:
        await connection.close()
    return {bytes(row["conversation"]): row["messages"] for row in rows}
