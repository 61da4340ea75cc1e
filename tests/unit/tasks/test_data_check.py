from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from beacon.data_file import DataFileError
from beacon.parts import FOLDERS, MADE_FROM, Parts
from beacon.project import ROOT
from beacon.tasks import data_check
from beacon.tasks.data_check import PARTS, check, fingerprint

# They read no file themselves.
MADE_OF_OTHERS = {"likeness", "overlap", "composer", "door", "pages", "helplines", "languages"}
BULGARIA = "helplines/bg.yml"


def spoil(file: Path) -> None:
    file.write_text("a: 1\na: 2\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the data files."""
    for name in FOLDERS:
        judged = shutil.ignore_patterns("judged")
        shutil.copytree(ROOT / name, tmp_path / "data" / name, ignore=judged)
    return tmp_path / "data"


@pytest.fixture
def stamp(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "stamp"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The parts that were read, in that order; nothing is read for them."""
    names: list[str] = []

    def make(parts: Parts, *asked: str) -> None:
        del parts
        names.extend(asked)

    monkeypatch.setattr(Parts, "make", make)
    return names


@pytest.mark.parametrize(
    ("name", "line"),
    [
        (BULGARIA, 2),
        ("answers/ranking.json", 1),
        ("risk/patterns.yml", 2),
        ("answers/topics/corrections.yml", 2),
        ("answers/en/crisis.yml", 2),
    ],
)
def test_a_broken_file_is_named_with_its_line(
    folder: Path, stamp: Path, name: str, line: int
) -> None:
    spoil(folder / name)
    with pytest.raises(DataFileError, match=f"^{re.escape(str(folder / name))}:{line}: "):
        check(folder, stamp)
    assert not stamp.exists()


def test_every_part_that_reads_a_file_is_made() -> None:
    assert set(PARTS) | MADE_OF_OTHERS | {"classroom_pages"} == set(MADE_FROM)


def test_what_was_fine_is_not_read_again(folder: Path, stamp: Path, read: list[str]) -> None:
    check(folder, stamp)
    check(folder, stamp)
    assert read == [*PARTS]


def test_what_has_changed_is_read_again(folder: Path, stamp: Path, read: list[str]) -> None:
    check(folder, stamp)
    with (folder / BULGARIA).open("a") as file:
        file.write("# a note\n")
    check(folder, stamp)
    assert read == [*PARTS, *PARTS]


def without_one(folder: Path) -> None:
    (folder / BULGARIA).unlink()


def with_one_more(folder: Path) -> None:
    (folder / "answers" / "fr" / "crisis.yaml").touch()


def with_another_name(folder: Path) -> None:
    (folder / BULGARIA).rename(folder / "helplines" / "xx.yml")


@pytest.mark.parametrize("change", [without_one, with_one_more, with_another_name])
def test_a_fingerprint_is_of_names_too(folder: Path, change: Callable[[Path], None]) -> None:
    before = fingerprint(folder)
    change(folder)
    assert fingerprint(folder) != before


def test_a_fingerprint_is_of_what_checks_too(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = fingerprint(folder)
    code = tmp_path / "root" / "beacon" / "loader.py"
    code.parent.mkdir(parents=True)
    code.touch()
    monkeypatch.setattr(data_check, "ROOT", tmp_path / "root")
    monkeypatch.setattr(data_check, "SOURCES", ("beacon",))
    changed = fingerprint(folder)
    code.write_text("# changed")
    assert len({before, changed, fingerprint(folder)}) == 3
