"""Understands messages in threads of their own: the server reads and writes others meanwhile.

Encoders and the database let go of Python's one lock while they work, so two cores are used.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.shared.core.trackers import DialogueStateTracker

# More would only wait for Python's lock.
MOST_THREADS = 4
_THREADS = ThreadPoolExecutor(
    min(MOST_THREADS, len(os.sched_getaffinity(0))), thread_name_prefix="beacon-understanding"
)

# After so many seconds Python gives its lock to another thread that waits, and by itself ten times
# later: a thread that comes out of an encoder has little to do.
sys.setswitchinterval(0.0005)

Parsing = Coroutine[Any, Any, dict[str, Any]]


async def parse(
    agent: Any, message: UserMessage, tracker: DialogueStateTracker | None = None
) -> dict[str, Any]:
    """What the agent's pipeline understands of the message. Raises whatever that raises."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(
        _THREADS, _run, agent.processor.parse_message(message, tracker)
    )


def _run(parsing: Parsing) -> dict[str, Any]:
    """Rasa's parsing is a coroutine that waits for nothing, and needs no loop of its own."""
    try:
        parsing.send(None)
    except StopIteration as done:
        return dict(done.value)
    parsing.close()
    raise RuntimeError("the pipeline waits for something: it cannot run in a thread")
