"""Data files are read in a process of their own, with what is wrong with them."""

from __future__ import annotations

import gc
import pickle
import shutil
import sys
from pathlib import Path

import pytest

from beacon import project, reading
from beacon.data_file import DataFileError
from beacon.parts import READ_APART, Parts
from beacon.patterns import Phrase, fold, words_in

TEXT = "my friend took pills and shes asleep"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(project.DATA / "risk", tmp_path / "risk")
    return tmp_path


def test_what_is_read_there_is_what_is_read_here() -> None:
    there = reading.read(project.DATA, READ_APART)
    here = project.parts()
    assert there.keys() == set(READ_APART)
    assert there["topics"].matches(TEXT) == here.topics.matches(TEXT)
    assert there["risk_patterns"].matches(TEXT) == here.risk_patterns.matches(TEXT)
    assert there["book"].answers == here.book.answers
    assert there["follow_ups"].by_name == here.follow_ups.by_name
    assert there["ranking"].about == here.ranking.about


def test_among_what_was_read_nobody_looks_for_garbage() -> None:
    """Each look would take a second, in which no child is answered."""
    before = gc.get_freeze_count()
    read = reading.read(project.DATA, ["book"])
    assert gc.get_freeze_count() > before + len(read["book"].answers)
    assert gc.isenabled()


def test_a_broken_file_is_named_with_its_line(folder: Path) -> None:
    (folder / "risk" / "patterns.yml").write_text("patterns:\n  - name: [\n")
    with pytest.raises(DataFileError, match=r"patterns\.yml:3: ") as raised:
        reading.read(folder, ["risk_patterns"])
    assert (raised.value.path.name, raised.value.line) == ("patterns.yml", 3)


def test_a_missing_file_is_told(folder: Path) -> None:
    (folder / "risk" / "patterns.yml").unlink()
    with pytest.raises((DataFileError, OSError), match=r"patterns\.yml"):
        reading.read(folder, ["risk_patterns"])


def test_a_process_that_dies_leaves_all_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    with pytest.raises(OSError, match="could not be read"):
        reading.read(folder, ["risk_patterns"])


def test_changed_phrases_are_taken_up_and_the_rest_stays(folder: Path) -> None:
    earlier = Parts(folder, project.site, project.lessons)
    earlier.make("risk_patterns")
    assert earlier.anew().risk_patterns is earlier.risk_patterns
    file = folder / "risk" / "patterns.yml"
    file.write_text(file.read_text() + "\n")
    new = earlier.anew()
    assert new.risk_patterns is not earlier.risk_patterns
    assert new.risk_patterns.matches(TEXT) == earlier.risk_patterns.matches(TEXT)


def test_a_phrase_is_sent_without_its_expression() -> None:
    phrase = Phrase.of("took ... pills")
    folded = fold(TEXT)
    assert phrase.stands_in(folded, words_in(folded))
    sent = pickle.loads(pickle.dumps(phrase))
    assert vars(sent) == {"written": phrase.written, "needed": phrase.needed}
    assert sent.stands_in(folded, words_in(folded))
