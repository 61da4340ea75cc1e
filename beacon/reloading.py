"""Takes up changed answers, help services and risk phrases while the servers run."""

from __future__ import annotations

import functools
import logging
import os
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from beacon import project
from beacon.data_file import DataFileError
from beacon.metrics import RELOADS
from beacon.parts import FOLDERS, State, state_of
from beacon.project import Current

logger = logging.getLogger(__name__)

VARIABLE = "BEACON_RELOAD_SECONDS"
SECONDS = 5.0
QUIET = 2.0

Sleep = Callable[[float], object]


class Reloader:
    """Looks at the files and puts the parts that are made of them in the place of the earlier.

    Changed files are read when nothing has changed for `quiet` seconds. Where one of them can't be
    used, all parts stay as they are, and it is tried again when something has changed again.
    """

    def __init__(self, current: Current, quiet: float = QUIET, sleep: Sleep = time.sleep) -> None:
        self._current = current
        self._quiet = quiet
        self._sleep = sleep
        self._refused: State | None = None

    def run(self, seconds: float) -> None:
        """Looks every so many seconds, for ever."""
        while True:
            self._sleep(seconds)
            try:
                self.look()
            except Exception:
                logger.exception("The data files could not be looked at")

    def look(self) -> None:
        """Looks once; waits for quiet and reads the files where something has changed."""
        state = self._state()
        if state in (self._current.parts.state, self._refused):
            return
        self._sleep(self._quiet)
        if self._state() == state:
            self._take(state)

    def _take(self, state: State) -> None:
        changed = [name for name in FOLDERS if state[name] != self._current.parts.state[name]]
        started = time.monotonic()
        try:
            parts = self._current.parts.anew()
        except Exception as error:
            self._refuse(state, changed, error)
            return
        if self._state() == parts.state:
            self._current.parts = parts
            self._refused = None
            _count(changed, "loaded")
            seconds = time.monotonic() - started
            logger.warning("Reloaded %s in %.2f s", ", ".join(changed), seconds)

    def _refuse(self, state: State, changed: list[str], error: Exception) -> None:
        self._refused = state
        _count(changed, "refused")
        problem = str(error) if isinstance(error, (DataFileError, OSError)) else repr(error)
        line = " ".join(problem.split())
        logger.error("Refused new %s, all stays as it was: %s", ", ".join(changed), line)

    def _state(self) -> State:
        return state_of(self._current.parts.folder)


def _count(folders: Iterable[str], result: str) -> None:
    for folder in folders:
        RELOADS.labels(folder, result).inc()


def begin(*listener: Any) -> None:
    """Begins to look, once in a process; called by the servers, with Sanic's arguments or none."""
    del listener
    _begin()


@functools.cache
def _begin() -> None:
    seconds = float(os.environ.get(VARIABLE) or SECONDS)
    if seconds > 0:
        reloader = Reloader(project.current())
        threading.Thread(
            target=reloader.run, args=(seconds,), name="beacon-reloading", daemon=True
        ).start()
