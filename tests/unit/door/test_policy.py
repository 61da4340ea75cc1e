from __future__ import annotations

from pathlib import Path

import pytest

from beacon.data_file import DataFileError
from beacon.door import policy


def test_the_limits_of_the_project() -> None:
    assert policy.POLICY.characters == 1000


def _with(change: tuple[str, str], folder: Path) -> Path:
    file = folder / "door.yml"
    file.write_text(policy.DOOR.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    return file


def test_a_limit_that_is_no_number_is_named_with_its_line(tmp_path: Path) -> None:
    file = _with(("messages: 20", "messages: many"), tmp_path)
    with pytest.raises(DataFileError, match=r"door\.yml:\d+: rate\.messages"):
        policy.read(file)


def test_parts_longer_than_the_whole_are_refused(tmp_path: Path) -> None:
    file = _with(("beginning: 600", "beginning: 900"), tmp_path)
    with pytest.raises(DataFileError, match="don't fit"):
        policy.read(file)
