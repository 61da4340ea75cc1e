"""The secret that bot and staff's application share."""

from __future__ import annotations

import os
import secrets
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
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text().strip()
    made = secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w") as opened:
        opened.write(made)
    return made
