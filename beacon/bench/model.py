"""Asks a trained Rasa model what test messages mean, without a server."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from rasa.core.agent import Agent

from beacon.bench.labelled import Labelled
from beacon.bench.quality import Understood


def understand(model: Path, messages: Sequence[Labelled]) -> list[Understood]:
    """What the model makes of each message."""
    return asyncio.run(_understand(model, messages))


async def _understand(model: Path, messages: Sequence[Labelled]) -> list[Understood]:
    agent = Agent.load(str(model))
    results = []
    for message in messages:
        parsed = await agent.parse_message(message.text)
        results.append(
            Understood(
                message=message,
                intent=parsed["intent"]["name"] or "nlu_fallback",
                risk=(parsed.get("risk") or {}).get("level", "none"),
            )
        )
    return results
