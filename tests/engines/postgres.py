"""A PostgreSQL of the tests' own, gone with them."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from beacon.project import ROOT

KEEP_RUNNING = 'echo "$DATABASE_URL"; exec sleep infinity'


def is_there() -> bool:
    """Whether Debian's package is installed."""
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


@contextmanager
def postgres() -> Iterator[str]:
    """The address of an empty database; skips where there is no PostgreSQL, fails in CI."""
    if not is_there():
        assert not os.environ.get("CI"), "CI needs PostgreSQL"
        pytest.skip("there is no PostgreSQL (on Debian: apt-get install postgresql)")
    command = ["sh", "triage/on-postgres.sh", "sh", "-c", KEEP_RUNNING]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        assert process.stdout
        yield process.stdout.readline().strip()
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)
