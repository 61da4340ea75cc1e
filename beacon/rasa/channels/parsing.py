"""Understands messages in threads of their own: the server reads and writes others meanwhile."""

from __future__ import annotations

import asyncio
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.shared.core.trackers import DialogueStateTracker

from beacon import threads

_THREADS = threads.few("beacon-understanding")


async def parse(
    agent: Any, message: UserMessage, tracker: DialogueStateTracker | None = None
) -> dict[str, Any]:
    """What the agent's pipeline understands of the message. Raises whatever that raises."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_THREADS, _parse, agent, message, tracker)


def _parse(
    agent: Any, message: UserMessage, tracker: DialogueStateTracker | None
) -> dict[str, Any]:
    """Rasa's parsing is a coroutine that waits for nothing, and needs no loop of its own."""
    parsing = agent.processor.parse_message(message, tracker)
    try:
        parsing.send(None)
    except StopIteration as done:
        return dict(done.value)
    parsing.close()
    raise RuntimeError("the pipeline waits for something: it cannot run in a thread")
