"""What the servers kept of the conversations of a run, beside what was sent: nothing twice, and
nothing of those that were ended.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
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

_LEFT = """
SELECT id FROM conversation
WHERE id = ANY($1)
  AND (slots <> '{}' OR EXISTS (SELECT FROM turn WHERE turn.conversation = conversation.id))
"""

Account = Mapping[str, Any]


@dataclass(frozen=True)
class Kept:
    """How many conversations were compared, and how many messages were missing or twice there.

    And how many that their children had ended were looked for, and of how many something was left.
    """

    conversations: int
    lost: int
    doubled: int
    ended: int = 0
    left_behind: int = 0


def by_api(urls: Sequence[str], accounts: Iterable[Account]) -> Kept:
    """Asks the trackers of every server; each conversation is counted where it has most."""

    def messages(conversation: str) -> int:
        return max(_in_tracker(url, conversation) for url in urls)

    accounts = list(accounts)
    pairs = [(account, messages(account["conversation"])) for account in _open(accounts)]
    ended = _ended(accounts)
    return _with_ended(compared(pairs), ended, [each for each in ended if messages(each)])


def by_database(address: str, accounts: Iterable[Account]) -> Kept:
    """Asks the database of a cluster, where conversations are kept under digests."""
    accounts = list(accounts)
    compare, ended = list(_open(accounts)), _ended(accounts)
    keys = [key_of(each["conversation"]) for each in compare]
    found, left = asyncio.run(_in_database(address, keys, list(map(key_of, ended))))
    pairs = [(each, found.get(key_of(each["conversation"]), 0)) for each in compare]
    return _with_ended(compared(pairs), ended, left)


def _open(accounts: Iterable[Account]) -> Iterable[Account]:
    """Of what was quiet too long nothing is kept, and of what a child has ended nothing may be."""
    since = time.time() - PURGED_AFTER
    return (each for each in accounts if not each["ended"] and each["heard"] > since)


def _ended(accounts: Iterable[Account]) -> list[str]:
    """The ids of the conversations of which the server knows that their children have left."""
    return [each["conversation"] for each in accounts if each["dropped"]]


def _with_ended(kept: Kept, ended: Sequence[str], left: Sequence[object]) -> Kept:
    return replace(kept, ended=len(ended), left_behind=len(left))


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


async def _in_database(
    address: str, keys: Sequence[bytes], ended: Sequence[bytes]
) -> tuple[dict[bytes, int], list[bytes]]:
    """The messages of each conversation, and those of the ended of which anything is left."""
    connection = await asyncpg.connect(address)
    try:
        rows = await connection.fetch(_COUNT, keys)
        left = await connection.fetch(_LEFT, ended)
    finally:
        await connection.close()
    return {bytes(row["conversation"]): row["messages"] for row in rows}, [r["id"] for r in left]
