"""Files of messages with one of a few labels each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from beacon.data_file import DataFileError
from beacon.project import ROOT
from beacon.understanding import acts, danger, feelings, labelled_messages, writers

LABELS = ("up", "down")


def written(folder: Path, text: str) -> Path:
    file = folder / "some.yml"
    file.write_text(text)
    return file


def test_every_message_comes_with_its_label(tmp_path: Path) -> None:
    file = written(tmp_path, "language: en\nup: [a, b]\ndown: [c]\n")
    read = list(labelled_messages.read(file, LABELS))
    assert read == [("a", "up"), ("b", "up"), ("c", "down")]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("language: en\nup: [a]\n", "'down' is a required property"),
        ("language: en\nup: [a]\ndown: [b]\nleft: [c]\n", "'left' was unexpected"),
        ("language: en\nup: [a]\ndown: []\n", "[] is too short"),
        ("language: en\nup: [a, a]\ndown: [b]\n", "has non-unique elements"),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(DataFileError, match=r"some\.yml:\d+: ") as error:
        list(labelled_messages.read(written(tmp_path, text), LABELS))
    assert problem in str(error.value)


@pytest.mark.parametrize(
    ("file", "labels", "least"),
    [
        (acts.FILE, acts.LABELS, 80),
        (writers.FILE, writers.LABELS, 200),
        (danger.FILE, danger.LABELS, 200),
        (feelings.FILE, feelings.LABELS, 60),
    ],
)
def test_every_label_has_many_messages_and_none_has_two(
    file: Path, labels: Sequence[str], least: int
) -> None:
    learned = list(labelled_messages.read(ROOT / file, labels))
    known = [label for _, label in learned]
    assert min(known.count(label) for label in labels) > least
    assert len(learned) == len({text.lower() for text, _ in learned})
