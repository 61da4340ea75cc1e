from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from beacon.answers.book import load_book
from beacon.answers.turn import Turn
from beacon.data_file import DataFileError
from beacon.levels import Risk, simpler
from beacon.project import ROOT, answer_book, topics


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "answers", tmp_path / "answers"))


def broken(folder: Path, old: str, new: str, name: str = "prevention.yml") -> None:
    file = folder / "en" / name
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def test_a_missing_band_is_named_with_its_line(folder: Path) -> None:
    broken(folder, '"14-17": ', '"14-18": ')
    with pytest.raises(DataFileError, match=r"prevention\.yml:\d+: answers\.\w+\.text"):
        load_book(folder, topics())


def test_a_step_without_a_title_is_named_with_its_line(folder: Path) -> None:
    broken(folder, "next: [", "next: [ask_nothing, ")
    with pytest.raises(DataFileError, match=r"prevention\.yml:\d+: .*'ask_nothing' has no title"):
        load_book(folder, topics())


def test_a_disclosure_that_no_message_has_is_named_with_its_line(folder: Path) -> None:
    broken(folder, "disclosure: disclose_sex", "disclosure: disclose_six", name="crisis.yml")
    with pytest.raises(DataFileError, match=r"crisis\.yml:\d+: .*'disclose_sixtortion' is no"):
        load_book(folder, topics())


def test_an_intent_is_answered_in_one_file_only(folder: Path) -> None:
    shutil.copy(folder / "en" / "crisis.yml", folder / "en" / "zweimal.yml")
    with pytest.raises(DataFileError, match=r"zweimal\.yml:2: .* answered in another file"):
        load_book(folder, topics())


@pytest.mark.parametrize(
    "name", ["de/prevention.yml", "de/quiz.yml", "de/phrases.yaml", "de/en/phrases.yml", "mk/a.yml"]
)
def test_a_translation_that_nobody_would_read_is_refused_by_name(folder: Path, name: str) -> None:
    file = folder / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("answers: {}")
    with pytest.raises(DataFileError, match=rf"{name}:1: of .. only phrases\.yml and topics\.yml"):
        load_book(folder, topics())


def test_other_files_beside_a_translation_are_nobodys_concern(folder: Path) -> None:
    (folder / "de" / "phrases.yml~").write_text("phrases: {")
    (folder / "de" / "to do.txt").write_text("ask a native speaker")
    assert load_book(folder, topics()).speaks("de")


def test_a_review_needs_a_name_a_profession_and_a_date(folder: Path) -> None:
    broken(folder, "review: draft", "review: {signed_by: Somebody}")
    with pytest.raises(DataFileError, match=r"prevention\.yml:\d+"):
        load_book(folder, topics())


def test_the_variant_of_a_higher_risk_serves_emergencies_too() -> None:
    answer = answer_book().answers["disclose_friend"]
    high = answer.variant(Turn("disclose_friend", Risk.high))
    assert answer.variant(Turn("disclose_friend", Risk.emergency)) is high
    assert answer.variant(Turn("disclose_friend", Risk.concern)) is not high


def test_a_title_for_a_child_of_eight_may_differ() -> None:
    titles = answer_book().titles
    differing = next(intent for intent, title in titles.items() if "8-10" in title)
    assert answer_book().title(differing, "8-10") != answer_book().title(differing, "14-17")


@pytest.mark.parametrize(
    ("band", "below"),
    [
        ("adult", "14-17"),
        ("14-17", "11-13"),
        ("11-13", "8-10"),
        ("8-10", "short"),
        ("short", "short"),
    ],
)
def test_simpler_goes_down(band: str, below: str) -> None:
    assert simpler(band) == below
