"""A Redis of the tests' own, gone with them."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis

from tests.conftest import free_port

PATIENCE = 20.0


@contextmanager
def own_redis(folder: Path) -> Iterator[str]:
    """Its address; skips where there is no Redis, fails in CI."""
    if not shutil.which("redis-server"):
        assert not os.environ.get("CI"), "CI needs Redis"
        pytest.skip("there is no Redis (on Debian: apt-get install redis-server)")
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    process = subprocess.Popen([*command, "--dir", str(folder)], stdout=subprocess.DEVNULL)
    try:
        _wait(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.kill()
        process.wait()


def _wait(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            redis.Redis(port=port).ping()
        except redis.ConnectionError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("Redis does not start")
