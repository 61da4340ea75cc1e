"""Programs that stand still: they take connections, and answer nothing."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from tests.load.machine import processes_of


@contextmanager
def frozen(*programs: int) -> Iterator[None]:
    """The programs with these processes, and all that come from them, are stopped by SIGSTOP."""
    stopped: list[int] = []
    try:
        for program in programs:
            # First itself, so that it starts no other while they are looked for.
            stopped.append(program)
            _tell([program], signal.SIGSTOP)
            others = processes_of(program)
            stopped += others
            _tell(others, signal.SIGSTOP)
        yield
    finally:
        _tell(stopped, signal.SIGCONT)


def _tell(processes: Iterable[int], what: signal.Signals) -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, what)
