from __future__ import annotations

import secrets
import stat
from pathlib import Path

import pytest

from config.secrets import secret

VARIABLE = "BEACON_SECRET_OF_A_TEST"


def test_it_is_made_once_and_only_we_can_read_it(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    made = secret(VARIABLE, file)
    assert len(made) >= 48
    assert secret(VARIABLE, file) == made
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_whoever_comes_while_it_is_made_has_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, told = tmp_path / "secret", list[str]()

    def made_meanwhile(length: int) -> str:
        monkeypatch.undo()
        told.append(secret(VARIABLE, file))
        return secrets.token_urlsafe(length)

    monkeypatch.setattr(secrets, "token_urlsafe", made_meanwhile)
    assert [secret(VARIABLE, file)] == told
    assert len(told[0]) >= 48
    assert list(tmp_path.iterdir()) == [file]


def test_the_environment_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "given")
    assert secret(VARIABLE, tmp_path / "secret") == "given"
    assert list(tmp_path.iterdir()) == []
