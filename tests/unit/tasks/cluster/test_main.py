from __future__ import annotations

from pathlib import Path

import pytest

from beacon.tasks.cluster.__main__ import main


def test_a_taken_port_is_named(
    tmp_path: Path, taken: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("beacon.tasks.model.main", lambda _: 0)
    where = ["--folder", str(tmp_path / "c"), "--port", str(taken), "--address", "127.0.0.1"]
    assert main(where) == 1
    assert capsys.readouterr().err == f"beacon: port {taken} is taken by another program\n"
