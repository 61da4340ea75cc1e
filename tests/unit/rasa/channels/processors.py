"""A processor in place of Rasa's, which needs a model."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any

from rasa.core.channels.channel import UserMessage

Understand = Callable[[str], dict[str, Any]]


def _nothing(text: str) -> dict[str, Any]:
    return {"text": text}


def processor(
    handle: Callable[[UserMessage], Awaitable[Any]], understand: Understand = _nothing
) -> SimpleNamespace:
    """One that handles messages and understands their texts so."""

    async def parse_message(message: UserMessage, tracker: object) -> dict[str, Any]:
        del tracker
        return understand(message.text)

    return SimpleNamespace(handle_message=handle, parse_message=parse_message)
