"""A lesson without a network: bot, browser and page in a namespace that has loopback only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from beacon.project import ROOT

LESSON = "tests/browser/test_classroom.py::test_one_lesson_with_keys_only"
# SIOCSIFFLAGS with IFF_UP and IFF_RUNNING: a new namespace has a loopback that is down.
LOOPBACK_UP = (
    "import fcntl, socket, struct; "
    "fcntl.ioctl(socket.socket(), 0x8914, struct.pack('16sh14s', b'lo', 0x41, b''))"
)
ALONE = ["unshare", "--map-root-user", "--net", "sh", "-c"]


def run_alone(command: str) -> subprocess.CompletedProcess[str]:
    """Runs a command where there is no network but loopback."""
    script = f'"{sys.executable}" -c "{LOOPBACK_UP}" && {command}'
    return subprocess.run(
        [*ALONE, script], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )


@pytest.fixture(scope="module", autouse=True)
def _namespaces() -> None:
    if shutil.which("unshare") and run_alone("true").returncode == 0:
        return
    reason = "this machine lets no one make a network namespace"
    (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)


def test_there_is_no_network() -> None:
    reach = "import socket; socket.create_connection(('192.0.2.1', 80), 2)"
    assert "unreachable" in run_alone(f'"{sys.executable}" -c "{reach}"').stderr


def test_a_lesson_runs_without_a_network() -> None:
    done = run_alone(f'"{sys.executable}" -m pytest -q -p no:cacheprovider "{LESSON}[8-10]"')
    assert done.returncode == 0, done.stdout[-4000:]
    assert "1 passed" in done.stdout
