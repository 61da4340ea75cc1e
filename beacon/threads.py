"""Threads for work that lets go of Python's one lock, as encoders and large products do."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

# More would only wait for that lock.
MOST_THREADS = 4


def few(name: str) -> ThreadPoolExecutor:
    """One thread for each core, but not many; `name` is how their names begin."""
    return ThreadPoolExecutor(
        min(MOST_THREADS, len(os.sched_getaffinity(0))), thread_name_prefix=name
    )
