from __future__ import annotations

import sys
from pathlib import Path

import pytest

from beacon.bench import __main__ as bench
from beacon.bench import acts, danger, dialogue, feelings, in_chats, labelled, model, writers
from beacon.tasks.model import MODEL


def run(monkeypatch: pytest.MonkeyPatch, figures: Path, *arguments: str) -> int:
    monkeypatch.setattr(bench, "FIGURES", figures)
    monkeypatch.setattr(sys, "argv", ["bench", *arguments])
    return bench.main()


def test_a_part_is_printed_and_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = tmp_path / "results" / "figures.md"
    assert run(monkeypatch, figures, "dialogue") == 0
    written = figures.read_text()
    assert dialogue.report() in written
    assert written in capsys.readouterr().out
    assert "## Speed" not in written


def test_without_a_name_every_part_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(bench, "_sections", lambda parts, *_: asked.append(parts) or [])
    run(monkeypatch, tmp_path / "figures.md")
    assert asked == [bench.PARTS]


def test_an_unknown_part_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        run(monkeypatch, tmp_path / "figures.md", "default")
    assert "there is no part default" in capsys.readouterr().err


def test_all_that_understands_uses_one_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    agent = object()
    loaded, asked = [], []
    monkeypatch.setattr(model, "load", lambda file: loaded.append(file) or agent)
    for part in (model, in_chats):
        monkeypatch.setattr(part, "understand", lambda one, _: asked.append(one) or [])
    for part in (acts, danger, feelings, writers):
        monkeypatch.setattr(part, "report", lambda one: asked.append(one) or "")
    run(monkeypatch, tmp_path / "figures.md", "quality")
    assert loaded == [MODEL]
    assert asked == [agent] * (len(labelled.SETS) + 5)
