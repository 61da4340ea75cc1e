"""How far a command is, shown while it runs."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TextIO

# Seconds.
LOOKED_AT_EVERY, SAID_EVERY = 0.5, 20.0
BEGINNING_OF_LINE, REST_OF_LINE_GOES = "\r", "\033[K"


class Progress:
    """One line that changes on a terminal; elsewhere now and then a line with a new step."""

    def __init__(self, output: TextIO, every: float = SAID_EVERY) -> None:
        self._output = output
        self._every = every
        self._started = self._said = time.monotonic()
        self._last = ""

    def show(self, step: str) -> None:
        """Says the step, and the seconds that have passed."""
        now = time.monotonic()
        line = f"beacon: {now - self._started:.0f} s: {step}"
        if self._output.isatty():
            print(BEGINNING_OF_LINE, line, REST_OF_LINE_GOES, sep="", end="", file=self._output)
        elif step != self._last and now - self._said >= self._every:
            self._said, self._last = now, step
            print(line, file=self._output)
        self._output.flush()

    def end(self) -> None:
        """Takes the line off the terminal."""
        if self._output.isatty():
            print(BEGINNING_OF_LINE, REST_OF_LINE_GOES, sep="", end="", file=self._output)
            self._output.flush()


def run(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    step_in: Callable[[str], str | None],
    progress: Progress,
) -> tuple[int, str]:
    """Runs a command; its exit status and all that it wrote.

    Meanwhile what it writes is not shown, but for the step that `step_in` finds in it.
    """
    with tempfile.NamedTemporaryFile() as file, Path(file.name).open(errors="replace") as written:
        with subprocess.Popen(
            command, cwd=folder, env=dict(environment), stdout=file, stderr=subprocess.STDOUT
        ) as process:
            try:
                _watch(process, written, step_in, progress)
            finally:
                process.kill()
                progress.end()
        return process.returncode, Path(file.name).read_text(errors="replace")


def _watch(
    process: subprocess.Popen[bytes],
    written: TextIO,
    step_in: Callable[[str], str | None],
    progress: Progress,
) -> None:
    step = "starting"
    while process.poll() is None:
        step = step_in(written.read()) or step
        progress.show(step)
        time.sleep(LOOKED_AT_EVERY)
