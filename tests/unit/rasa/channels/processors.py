"""A processor in place of Rasa's, which needs a model."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any

from rasa.core.channels.channel import UserMessage


def processor(handle: Callable[[UserMessage], Awaitable[Any]]) -> SimpleNamespace:
    """One that handles messages so, and understands nothing of them."""
    return SimpleNamespace(handle_message=handle, parse_message=_parse)


async def _parse(message: UserMessage, tracker: object) -> dict[str, Any]:
    del tracker
    return {"text": message.text}
