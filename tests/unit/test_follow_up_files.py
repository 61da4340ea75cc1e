from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from beacon import follow_up_files
from beacon.data_file import DataFileError
from beacon.project import ROOT

ENTRY = (
    "{name: %s, asked: [a mum, a dad, a gran], text: They may., short: They may., sources: [own]}"
)


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """A folder of answers with two files, of which the first has two follow-ups."""
    folder = tmp_path / follow_up_files.FOLDERS[follow_up_files.FOLLOW_UPS]
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "answers" / "schema.yml", tmp_path)
    for name, entries in (("a", ("one", "two")), ("b", ("three",))):
        lines = "".join(f"  - {ENTRY % entry}\n" for entry in entries)
        (folder / f"{name}.yml").write_text(f"review: draft\nfollow_ups:\n{lines}")
    return tmp_path


def test_each_is_known_by_its_file_and_number(answers: Path) -> None:
    found = [
        (one.content["name"], one.file.name, one.number) for one in follow_up_files.entries(answers)
    ]
    assert found == [("one", "a.yml", 0), ("two", "a.yml", 1), ("three", "b.yml", 0)]


def test_where_there_is_no_file_there_are_none(tmp_path: Path) -> None:
    assert list(follow_up_files.entries(tmp_path)) == []


def test_a_broken_file_is_named_with_its_line(answers: Path) -> None:
    file = answers / follow_up_files.FOLDERS[follow_up_files.FOLLOW_UPS] / "b.yml"
    file.write_text(file.read_text().replace("short:", "brief:"))
    with pytest.raises(
        DataFileError, match=rf"{file}:3: follow_ups\.0: 'short' is a required property"
    ):
        list(follow_up_files.entries(answers))
