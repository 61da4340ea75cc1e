"""The secret that bot and staff's application share."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

VARIABLE = "BEACON_HAND_OVER_SECRET"
FILE = "hand-over-secret"


def shared_secret(folder: Path) -> str:
    """The secret from the environment; without it, that of a file in `folder`, which is made once.

    Raises OSError where the file can be neither read nor made.
    """
    if given := os.environ.get(VARIABLE):
        return given
    folder.mkdir(mode=0o700, exist_ok=True)
    file = folder / FILE
    if not file.exists():
        _make(file)
    return file.read_text().strip()


def _make(file: Path) -> None:
    """Whole or not at all: both applications start at once, and neither may read it half made."""
    with tempfile.NamedTemporaryFile("w", dir=file.parent) as new:
        new.write(secrets.token_urlsafe(48))
        new.flush()
        with suppress(FileExistsError):
            os.link(new.name, file)
