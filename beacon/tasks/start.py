"""Starts bot, action server and staff's application under one supervisor; says where to look."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from beacon.data_file import DataFileError
from beacon.project import ROOT
from beacon.tasks import data_check, model
from beacon.tasks.ending import end_as_with_ctrl_c, not_outliving_us
from beacon.tasks.ports import WITHOUT_MODEL, answers, is_free, status

BOT, ACTIONS, STAFF = 5005, 5055, 5006
PATIENCE = 300.0
# A part that has ended so often before all were ready would end for ever.
ENDS = 3
SETTINGS = ROOT / "tools" / "supervisor.conf"
# What supervisord says of the parts: which it started, which have ended.
EVENTS = ROOT / ".cache" / "supervisord.log"
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
        check_data()
        return model.main([]) or supervise()
    except CannotStartError as reason:
        print(f"beacon: {reason}", file=sys.stderr)
        return 1
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


def check_data() -> None:
    """Raises CannotStartError where a file that people edit could not be used."""
    try:
        data_check.check()
    except (DataFileError, OSError) as problem:
        raise CannotStartError(" ".join(str(problem).split())) from problem


def supervise() -> int:
    """Runs the supervisor until Ctrl-C, and ends it with all that it runs.

    Raises CannotStartError, when all is ended, where a part does not come up.
    """
    print("beacon: starting (about half a minute) …", flush=True)
    EVENTS.parent.mkdir(exist_ok=True)
    EVENTS.unlink(missing_ok=True)
    environment = {
        "BEACON_ADDRESS": "127.0.0.1",
        **os.environ,
        "BEACON_PYTHON": sys.executable,
        "PYTHONWARNINGS": "ignore",
    }
    command = [sys.executable, "-m", "supervisor.supervisord", "-c", str(SETTINGS)]
    command += ["--logfile", str(EVENTS), "--logfile_maxbytes", "1MB"]
    # In a session of its own: supervisord takes the SIGHUP of a terminal for "start anew".
    supervisor = subprocess.Popen(
        not_outliving_us(command), cwd=ROOT, env=environment, start_new_session=True
    )
    try:
        wait_until_ready(supervisor)
        print(READY, flush=True)
        return supervisor.wait()
    except CannotStartError:
        _end(supervisor)
        raise
    except KeyboardInterrupt:
        _end(supervisor)
        print("\nbeacon: stopped", flush=True)
        return 0


def _end(supervisor: subprocess.Popen[bytes]) -> None:
    supervisor.terminate()
    supervisor.wait()


READY = f"""beacon: ready
  chat:  http://localhost:{BOT}/
  help:  http://localhost:{BOT}/help
  class: http://localhost:{BOT}/classroom
  staff: http://localhost:{STAFF}/  (the first time: make first-account NAME=yours)
  REST:  POST http://localhost:{BOT}/webhooks/rest/webhook  {{"sender": "me", "message": "hello"}}
  stop:  Ctrl-C"""


def wait_until_ready(supervisor: subprocess.Popen[bytes]) -> None:
    """Waits until all three servers answer. Raises CannotStartError where one will not."""
    end = time.monotonic() + PATIENCE
    addresses = {
        "bot": f"http://127.0.0.1:{BOT}/webhooks/rest/",
        "actions": f"http://127.0.0.1:{ACTIONS}/health",
        "staff": f"http://127.0.0.1:{STAFF}/",
    }
    while silent := [name for name, address in addresses.items() if not answers(address)]:
        if supervisor.poll() is not None:
            raise CannotStartError(f"supervisord has ended: see {_shown(EVENTS)}")
        if part := ending_for_ever(EVENTS.read_text() if EVENTS.is_file() else ""):
            raise CannotStartError(f"{part} ends whenever it is started: see {_log_of(part)}")
        if status(addresses["bot"]) == WITHOUT_MODEL:
            raise CannotStartError(f"the bot has no model, see {_log_of('bot')}")
        if time.monotonic() > end:
            raise CannotStartError(f"{silent[0]} does not answer: see {_log_of(silent[0])}")
        time.sleep(0.5)


def ending_for_ever(events: str) -> str | None:
    """The part of which supervisord's log says that it ends again and again, None for none."""
    given_up: list[str] = re.findall(r" gave up: (\S+) ", events)
    ends = Counter(re.findall(r" exited: (\S+) ", events))
    return next(iter(given_up + [part for part in ends if ends[part] >= ENDS]), None)


def _log_of(part: str) -> str:
    return _shown(EVENTS.with_name(f"{part}.log"))


def _shown(file: Path) -> str:
    return os.path.relpath(file, ROOT)


if __name__ == "__main__":
    sys.exit(main())
