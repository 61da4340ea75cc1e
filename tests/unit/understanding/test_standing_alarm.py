"""What is learned of messages that are written while an alarm stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from beacon.bench.alarms import MESSAGES
from beacon.data_file import DataFileError
from beacon.project import ROOT
from beacon.understanding import labelled_messages
from beacon.understanding.standing_alarm import FILE, LABELS, OfAlarm


def test_no_label_is_seldom() -> None:
    labels = [label for _, label in labelled_messages.read(ROOT / FILE, LABELS)]
    counts = [labels.count(label) for label in LABELS]
    assert min(counts) > max(counts) / 4 > 200


def test_no_message_stands_twice_nor_among_those_of_the_test() -> None:
    learned = [text.lower() for text, _ in labelled_messages.read(ROOT / FILE, LABELS)]
    assert len(learned) == len(set(learned))
    assert not {text.lower() for text, _ in labelled_messages.read(MESSAGES, LABELS)} & set(learned)


def test_a_label_that_there_is_not_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / FILE
    file.parent.mkdir()
    lines = (ROOT / FILE).read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([*lines, "calm:", "  - ok"]), encoding="utf-8")
    with pytest.raises(DataFileError, match=r"standing_alarm\.yml.*calm"):
        list(labelled_messages.read(file, LABELS))


def test_help_that_was_called_is_near_and_not_there() -> None:
    of_alarm = OfAlarm(danger=0.1, called=0.5, here=0.2, safe=0.1, nothing=0.1)
    assert of_alarm.help_is_near == pytest.approx(0.7)
    assert of_alarm.likeliest == "called"
    assert OfAlarm().likeliest is None
