from __future__ import annotations

import os
import shutil
import socket
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from beacon.project import ROOT
from beacon.tasks import start
from beacon.tasks.start import (
    ENDS,
    ROOM,
    CannotStartError,
    check_ports,
    check_room,
    ending_for_ever,
    supervise,
)
from tests.conftest import free_port


@pytest.fixture
def free() -> int:
    return free_port()


def leave(monkeypatch: pytest.MonkeyPatch, free_bytes: int) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free_bytes))


def test_a_taken_port_is_named(taken: int) -> None:
    with pytest.raises(CannotStartError, match=f"port {taken} is taken"):
        check_ports([taken])


def test_a_taken_port_behind_a_free_one_is_named(free: int, taken: int) -> None:
    with pytest.raises(CannotStartError, match=f"port {taken} is taken"):
        check_ports([free, taken])


def test_free_ports_are_fine(free: int) -> None:
    check_ports([free])


def test_a_port_stays_free_after_the_check(free: int) -> None:
    check_ports([free])
    check_ports([free])


def test_a_port_taken_on_all_addresses_is_taken() -> None:
    with socket.socket() as listener:
        listener.bind(("0.0.0.0", 0))
        listener.listen()
        with pytest.raises(CannotStartError):
            check_ports([listener.getsockname()[1]])


def test_enough_room_is_fine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    leave(monkeypatch, ROOM)
    check_room(tmp_path)


def test_too_little_room_is_told_in_megabytes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    leave(monkeypatch, 12_345_678)
    with pytest.raises(CannotStartError, match="12 MB are left, 500 are needed"):
        check_room(tmp_path)


def test_main_says_why_it_cannot_start(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], taken: int
) -> None:
    monkeypatch.setattr(start, "BOT", taken)
    assert start.main() == 1
    assert capsys.readouterr().err == f"beacon: port {taken} is taken by another program\n"


@pytest.fixture
def ports(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ports on which no server of a start listens."""
    for name in ("BOT", "ACTIONS", "STAFF"):
        monkeypatch.setattr(start, name, free_port())


@pytest.fixture
def folder(ports: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a supervisord of the tests' own keeps its log; it runs what `run` writes."""
    del ports
    monkeypatch.setattr(start, "SETTINGS", tmp_path / "supervisor.conf")
    monkeypatch.setattr(start, "EVENTS", tmp_path / "supervisord.log")
    return tmp_path


def run(folder: Path, **programs: str) -> None:
    """Has supervisord run these commands of a shell, set as it is for the project's own parts."""
    head = f"""[supervisord]
nodaemon=true
silent=true
logfile=/dev/null
logfile_maxbytes=0
pidfile={folder}/pid
childlogdir={folder}

[group:beacon]
programs={",".join(programs)}
"""
    sections = (
        f"[program:{name}]\ncommand=sh -c '{command}'\nautorestart=true\nstartsecs=0\n"
        for name, command in programs.items()
    )
    (folder / "supervisor.conf").write_text("\n".join([head, *sections]))


class Interrupting:
    """What can't be printed: whoever tries finds that Ctrl-C was pressed."""

    def __str__(self) -> str:
        raise KeyboardInterrupt


def has_lines(file: Path, lines: int) -> bool:
    return file.is_file() and len(file.read_text().splitlines()) >= lines


@pytest.mark.usefixtures("ports")
def test_a_broken_data_file_is_named_and_nothing_is_started(
    broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert start.main() == 1
    assert capsys.readouterr().err == f"beacon: {broken}:2: the key 'a' stands twice\n"


def test_a_part_that_ends_again_and_again_ends_the_start(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    waits = f"until [ -s {folder}/running ]; do sleep 0.1; done"
    run(
        folder,
        actions=f"echo $$ > {folder}/running; exec sleep 60",
        bot=f"{waits}; exit 1",
    )
    monkeypatch.setattr(start, "check_data", lambda: None)
    monkeypatch.setattr("beacon.tasks.model.main", lambda _: 0)
    begun = time.monotonic()
    assert start.main() == 1
    assert time.monotonic() - begun < start.PATIENCE
    log = os.path.relpath(folder / "bot.log", ROOT)
    expected = f"beacon: bot ends whenever it is started: see {log}\n"
    assert capsys.readouterr().err == expected
    assert not Path("/proc", (folder / "running").read_text().strip()).exists()


def test_a_part_that_ends_once_is_waited_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started = f"echo x >> {folder}/started; [ $(wc -l < {folder}/started) -gt 1 ]"
    run(folder, bot=f"{started} && exec sleep 60")
    monkeypatch.setattr(start, "answers", lambda _: has_lines(folder / "started", 2))
    # In place of Ctrl-C, once all is said.
    monkeypatch.setattr(start, "READY", Interrupting())
    assert supervise() == 0
    assert capsys.readouterr().out.endswith("\nbeacon: stopped\n")


def test_a_part_that_does_not_answer_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(folder, bot="exec sleep 60")
    monkeypatch.setattr(start, "PATIENCE", 0.0)
    monkeypatch.setattr(start, "answers", lambda address: str(start.STAFF) not in address)
    with pytest.raises(CannotStartError, match=r"^staff does not answer: see .*/staff\.log$"):
        supervise()


def test_a_supervisord_that_ends_is_not_waited_for(folder: Path) -> None:
    (folder / "supervisor.conf").write_text("nothing that it can read")
    with pytest.raises(CannotStartError, match=r"^supervisord has ended"):
        supervise()


EXITED = "2026-01-01 12:00:00,000 WARN exited: {} (exit status 1; not expected)\n"


@pytest.mark.parametrize(
    ("events", "part"),
    [
        ("", None),
        (EXITED.format("bot") * (ENDS - 1), None),
        (EXITED.format("bot") * ENDS, "bot"),
        ((EXITED.format("bot") + EXITED.format("staff")) * (ENDS - 1), None),
        ("2026-01-01 12:00:00,000 INFO gave up: staff entered FATAL state, too many", "staff"),
        ("2026-01-01 12:00:00,000 WARN stopped: bot (terminated by SIGTERM)\n" * ENDS, None),
    ],
    ids=["nothing", "too few", "enough", "of two parts", "given up", "told to end"],
)
def test_supervisords_log_tells_what_ends_for_ever(events: str, part: str | None) -> None:
    assert ending_for_ever(events) == part
