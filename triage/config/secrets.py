"""Secrets from the environment, or made at the first start and kept where only we can read."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path


def secret(variable: str, file: Path) -> str:
    """The secret in the environment variable; without it, that of the file, which is made once.

    Raises OSError where the file can be neither read nor made.
    """
    if given := os.environ.get(variable):
        return given
    if not file.exists():
        _make(file)
    return file.read_text().strip()


def _make(file: Path) -> None:
    """Whole or not at all: the bot starts at the same time, and neither may read it half made."""
    with tempfile.NamedTemporaryFile("w", dir=file.parent) as new:
        new.write(secrets.token_urlsafe(48))
        new.flush()
        with suppress(FileExistsError):
            os.link(new.name, file)
