"""Secrets from the environment, or made at the first start and kept where only we can read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret(variable: str, file: Path) -> str:
    """The secret in the environment variable; without it, that of the file, which is made once.

    Raises OSError where the file can be neither read nor made.
    """
    if given := os.environ.get(variable):
        return given
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text().strip()
    made = secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w") as opened:
        opened.write(made)
    return made
