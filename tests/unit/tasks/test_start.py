from __future__ import annotations

import shutil
import socket
from pathlib import Path
from types import SimpleNamespace

import pytest

from beacon.tasks import start
from beacon.tasks.start import ROOM, CannotStartError, check_ports, check_room
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
