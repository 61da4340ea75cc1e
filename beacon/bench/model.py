"""Asks a trained Rasa model what test messages mean, without a server."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.utils.log_utils import configure_structlog

from beacon.bench.labelled import Labelled
from beacon.bench.quality import Result
from beacon.understanding.contract import FALLBACK
from beacon.understanding.parse_keys import INTENT, INTENT_NAME, LEVEL, RISK

Parsed = tuple[Labelled, dict[str, Any]]


def load(file: Path) -> Agent:
    """The trained model, set so that it prints none of the messages that it reads."""
    # Rasa's command sets this up; without it, every message is printed.
    configure_structlog(logging.ERROR)
    return Agent.load(str(file))


def understand(agent: Agent, messages: Sequence[Labelled]) -> list[Result]:
    """What the model makes of each message."""
    return asyncio.run(_understand(agent, messages))


async def parse(agent: Agent, messages: Sequence[Labelled]) -> list[Parsed]:
    """Each message with what Rasa's parsing says of it."""
    return [(message, await agent.parse_message(message.text)) for message in messages]


async def _understand(agent: Agent, messages: Sequence[Labelled]) -> list[Result]:
    results = []
    for message, parsed in await parse(agent, messages):
        results.append(
            Result(
                message=message,
                intent=parsed[INTENT][INTENT_NAME] or FALLBACK,
                risk=(parsed.get(RISK) or {}).get(LEVEL, "none"),
            )
        )
    return results
