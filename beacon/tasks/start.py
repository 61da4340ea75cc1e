"""Starts bot, action server and staff's application under one supervisor; says where to look."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from beacon.project import ROOT
from beacon.tasks import model
from beacon.tasks.ending import end_as_with_ctrl_c, not_outliving_us
from beacon.tasks.ports import answers, is_free

BOT, ACTIONS, STAFF = 5005, 5055, 5006
PATIENCE = 180.0
SETTINGS = ROOT / "tools" / "supervisor.conf"
# Bytes.
ROOM = 500_000_000


class CannotStartError(Exception):
    """Says in one line why."""


def main() -> int:
    """Checks, builds, starts, waits until all three answer, and stays until Ctrl-C."""
    end_as_with_ctrl_c()
    try:
        check_ports((BOT, ACTIONS, STAFF))
        check_room(ROOT)
    except CannotStartError as reason:
        print(f"beacon: {reason}", file=sys.stderr)
        return 1
    try:
        return model.main([]) or supervise()
    except KeyboardInterrupt:
        print("\nbeacon: stopped", flush=True)
        return 130


def check_ports(ports: Sequence[int]) -> None:
    """Raises CannotStartError where something listens on one of them already."""
    for port in ports:
        if not is_free(port, ""):
            raise CannotStartError(f"port {port} is taken by another program")


def check_room(folder: Path) -> None:
    """Raises CannotStartError where the disk is nearly full."""
    free = shutil.disk_usage(folder).free
    if free < ROOM:
        left, needed = free // 1_000_000, ROOM // 1_000_000
        raise CannotStartError(f"the disk is nearly full: {left} MB are left, {needed} are needed")


def supervise() -> int:
    """Runs the supervisor until Ctrl-C, and ends it with all that it runs."""
    print("beacon: starting (about half a minute) …", flush=True)
    (ROOT / ".cache").mkdir(exist_ok=True)
    environment = {
        "BEACON_ADDRESS": "127.0.0.1",
        **os.environ,
        "BEACON_PYTHON": sys.executable,
        "PYTHONWARNINGS": "ignore",
    }
    command = [sys.executable, "-m", "supervisor.supervisord", "-c", str(SETTINGS)]
    # In a session of its own: supervisord takes the SIGHUP of a terminal for "start anew".
    supervisor = subprocess.Popen(
        not_outliving_us(command), cwd=ROOT, env=environment, start_new_session=True
    )
    try:
        if wait_until_ready(supervisor):
            print(READY, flush=True)
        return supervisor.wait()
    except KeyboardInterrupt:
        supervisor.terminate()
        supervisor.wait()
        print("\nbeacon: stopped", flush=True)
        return 0


READY = f"""beacon: ready
  chat:  http://localhost:{BOT}/
  help:  http://localhost:{BOT}/help
  class: http://localhost:{BOT}/classroom
  staff: http://localhost:{STAFF}/  (the first time: make first-account NAME=yours)
  REST:  POST http://localhost:{BOT}/webhooks/rest/webhook  {{"sender": "me", "message": "hello"}}
  stop:  Ctrl-C"""


def wait_until_ready(supervisor: subprocess.Popen[bytes]) -> bool:
    """Whether all three servers answer before the patience, or the supervisor, ends."""
    end = time.monotonic() + PATIENCE
    addresses = [
        f"http://127.0.0.1:{BOT}/webhooks/rest/",
        f"http://127.0.0.1:{ACTIONS}/health",
        f"http://127.0.0.1:{STAFF}/",
    ]
    while time.monotonic() < end and supervisor.poll() is None:
        if all(map(answers, addresses)):
            return True
        time.sleep(0.5)
    print("beacon: the servers do not answer; see the logs in .cache", file=sys.stderr)
    return False


if __name__ == "__main__":
    sys.exit(main())
