"""What the cluster's databases hold, read past all of Beacon."""

from __future__ import annotations

import json
from typing import Any

import asyncpg

from beacon.cluster.conversations import key_of
from beacon.tasks.cluster import postgres
from beacon.tasks.cluster.cluster import Cluster


async def connect(cluster: Cluster, database: str = "beacon") -> Any:
    """A connection to one of the two databases."""
    port, secrets = cluster.state.ports()["postgres"], cluster.state.secrets()
    return await asyncpg.connect(postgres.url(database, port, secrets), timeout=5)


async def keys_of(cluster: Cluster, conversations: list[str]) -> dict[str, list[str]]:
    """The keys of the messages that stand in each conversation as it is kept, in their order.

    What a later event takes back does not.
    """
    rows = await _rows(
        cluster,
        "SELECT conversation, events FROM turn WHERE conversation = ANY($1) ORDER BY number",
        [key_of(each) for each in conversations],
    )
    found: dict[bytes, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["conversation"], []).extend(json.loads(row["events"]))
    return {each: _keys(found.get(key_of(each), [])) for each in conversations}


async def countries_of(cluster: Cluster, conversations: list[str]) -> dict[str, str | None]:
    """The country that is kept of each conversation, where anything is."""
    rows = await _rows(
        cluster,
        "SELECT id, slots ->> 'country' AS country FROM conversation WHERE id = ANY($1)",
        [key_of(each) for each in conversations],
    )
    found = {row["id"]: row["country"] for row in rows}
    return {each: found[key_of(each)] for each in conversations if key_of(each) in found}


async def slots_of(cluster: Cluster, conversation: str) -> dict[str, Any]:
    """The slots that are kept of a conversation."""
    kept = "SELECT slots FROM conversation WHERE id = $1"
    [row] = await _rows(cluster, kept, key_of(conversation))
    return dict(json.loads(row["slots"]))


async def cases(cluster: Cluster) -> set[str]:
    """The keys of the cases that the staff's application has stored."""
    rows = await _rows(cluster, "SELECT key FROM cases_case", database="staff")
    return {row["key"] for row in rows}


async def _rows(cluster: Cluster, query: str, *values: Any, database: str = "beacon") -> list[Any]:
    connection = await connect(cluster, database)
    try:
        return list(await connection.fetch(query, *values))
    finally:
        await connection.close()


def _keys(events: list[dict[str, Any]]) -> list[str]:
    standing: list[str | None] = []
    for event in events:
        if event["event"] == "user":
            standing.append((event.get("metadata") or {}).get("key"))
        elif event["event"] == "rewind":
            standing.pop()
    return [key for key in standing if key]
