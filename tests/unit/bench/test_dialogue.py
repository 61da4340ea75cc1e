"""What readers said of conversations is counted."""

from __future__ import annotations

import json
from pathlib import Path

from beacon.bench import dialogue


def test_a_reading_is_counted_by_verdict(tmp_path: Path) -> None:
    verdicts = [("good", None), ("clumsy", "false_alarm"), ("tap", None), ("harmful", "who")]
    lines = [
        json.dumps({"chat": f"a{number // 2}", "verdict": verdict, "cause": cause})
        for number, (verdict, cause) in enumerate(verdicts)
    ]
    file = tmp_path / "reading_1.jsonl"
    file.write_text("\n".join(lines))
    assert "| reading_1 | 2 | 4 | 25.0 | 25.0 | 25.0 | 25.0 | 25.0 |" in dialogue.readings([file])


def test_follow_ups_are_counted_apart(tmp_path: Path) -> None:
    line = {"chat": "a1", "verdict": "clumsy", "cause": "who"}
    lines = [line, line, {**line, "verdict": "good", "cause": None, "follow_up": "kid_mum_cried"}]
    file = tmp_path / "reading_1.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)))
    found = dialogue.readings([file])
    assert "| reading_1, follow-ups | 1 | 1 | 100.0 | 0.0 | 0.0 | 0.0 | 0.0 |" in found
    assert "| reading_1, other replies | 1 | 2 | 0.0 | 100.0 | 0.0 | 0.0 | 0.0 |" in found


def test_judgements_are_counted_by_likeness() -> None:
    lines = [
        {"kind": "answered", "likeness": likeness, "verdict": now, "before": before}
        for likeness, now, before in (
            (0.81, "good", "clumsy"),
            (0.84, "harmful", "good"),
            (0.85, "good", "harmful"),
        )
    ]
    found = dialogue.judged(lines)
    assert "| answered | 0.80 | 2 | 1 | 1 | 1 | 0 |" in found
    assert "| answered | 0.85 | 1 | 1 | 0 | 0 | 1 |" in found


def test_the_projects_own_can_be_read() -> None:
    files = sorted(dialogue.FOLDER.glob(dialogue.READINGS))
    found = dialogue.readings(files)
    assert len(files) >= 3
    assert all(f"| {file.stem} |" in found for file in files)
