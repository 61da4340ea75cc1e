"""Reads data files in a process of its own: a thread that reads would keep every turn waiting.

Python runs one thread at a time, and reading all answers takes seconds of one.
"""

from __future__ import annotations

import gc
import pickle
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
# Seconds; on a machine that is full of other work it takes a minute.
PATIENCE = 600.0


def read(folder: Path, parts: Sequence[str]) -> dict[str, Any]:
    """The parts (`Parts`) of these names, as the files below `folder` are.

    Raises what the part raises, DataFileError above all, and OSError where there is no answer.
    """
    command = [sys.executable, "-m", "beacon.reading", str(folder.resolve()), *parts]
    try:
        done = subprocess.run(
            command, cwd=ROOT, stdout=subprocess.PIPE, check=True, timeout=PATIENCE
        )
    except subprocess.SubprocessError as error:
        raise OSError(f"the files could not be read: {error}") from error
    found = _unpickled(done.stdout)
    if isinstance(found, Exception):
        raise found
    return found


def _unpickled(content: bytes) -> dict[str, Any] | Exception:
    """What our own program has written. It stays, so Python need not look for garbage in it.

    Each such look takes a second, in which nobody is answered (`beacon.rasa.channels.settled`).
    """
    gc.disable()
    try:
        found: dict[str, Any] | Exception = pickle.loads(content)
        return found
    finally:
        gc.freeze()
        gc.enable()
