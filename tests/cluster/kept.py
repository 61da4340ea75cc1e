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
    """The keys of the messages that are kept of each conversation, in their order."""
    connection = await connect(cluster)
    try:
        rows = await connection.fetch(
            "SELECT conversation, events FROM turn WHERE conversation = ANY($1) ORDER BY number",
            [key_of(each) for each in conversations],
        )
    finally:
        await connection.close()
    found: dict[bytes, list[str]] = {}
    for row in rows:
        found.setdefault(row["conversation"], []).extend(_keys(json.loads(row["events"])))
    return {each: found.get(key_of(each), []) for each in conversations}


async def countries_of(cluster: Cluster, conversations: list[str]) -> dict[str, str | None]:
    """The country that is kept of each conversation, where anything is."""
    connection = await connect(cluster)
    try:
        rows = await connection.fetch(
            "SELECT id, slots ->> 'country' AS country FROM conversation WHERE id = ANY($1)",
            [key_of(each) for each in conversations],
        )
    finally:
        await connection.close()
    found = {row["id"]: row["country"] for row in rows}
    return {each: found[key_of(each)] for each in conversations if key_of(each) in found}


async def slots_of(cluster: Cluster, conversation: str) -> dict[str, Any]:
    """The slots that are kept of a conversation."""
    connection = await connect(cluster)
    try:
        kept = "SELECT slots FROM conversation WHERE id = $1"
        return dict(json.loads(await connection.fetchval(kept, key_of(conversation))))
    finally:
        await connection.close()


def _keys(events: list[dict[str, Any]]) -> list[str]:
    users = [event for event in events if event["event"] == "user"]
    return [key for event in users if (key := (event.get("metadata") or {}).get("key"))]


async def cases(cluster: Cluster) -> set[str]:
    """The keys of the cases that the staff's application has stored."""
    connection = await connect(cluster, "staff")
    try:
        return {row["key"] for row in await connection.fetch("SELECT key FROM cases_case")}
    finally:
        await connection.close()
