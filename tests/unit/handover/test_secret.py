from __future__ import annotations

import secrets
import stat
from pathlib import Path

import pytest

from beacon.handover.secret import FILE, VARIABLE, shared_secret


@pytest.fixture(autouse=True)
def _no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)


def test_it_is_made_once_and_only_we_can_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "staff"
    made = shared_secret(folder)
    assert len(made) >= 48
    assert shared_secret(folder) == made
    assert stat.S_IMODE((folder / FILE).stat().st_mode) == 0o600


def test_whoever_comes_while_it_is_made_has_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def made_meanwhile(length: int) -> str:
        monkeypatch.undo()
        monkeypatch.delenv(VARIABLE, raising=False)
        told.append(shared_secret(tmp_path))
        return secrets.token_urlsafe(length)

    monkeypatch.setattr(secrets, "token_urlsafe", made_meanwhile)
    assert [shared_secret(tmp_path)] == told
    assert len(told[0]) >= 48
    assert [file.name for file in tmp_path.iterdir()] == [FILE]


def test_the_environment_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "given")
    assert shared_secret(tmp_path) == "given"
    assert not (tmp_path / FILE).exists()
