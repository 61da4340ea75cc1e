from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from beacon.project import ROOT
from beacon.tasks import model, model_hash
from beacon.tasks.model import fingerprint, fits

FOLLOW_UPS = """review: draft
follow_ups:
  - name: will_they_be_mad
    intent: ask_talk_to_adult
    asked: [will mum be mad, will he be mad, will dad be cross]
    text: They may be surprised.
    short: Tell them.
    sources: [own]
"""


@pytest.fixture
def project_folder(tmp_path: Path) -> Path:
    (tmp_path / "data" / "nlu").mkdir(parents=True)
    (tmp_path / "config.yml").write_text("language: en\n")
    (tmp_path / "data" / "nlu" / "en.yml").write_text("nlu: []\n")
    return tmp_path


def with_follow_ups(folder: Path) -> Path:
    """The file of the follow-ups that the project in a folder has from now on."""
    file = folder / "answers" / "en" / "follow_ups" / "some.yml"
    file.parent.mkdir(parents=True)
    shutil.copy(ROOT / "answers" / "schema.yml", folder / "answers")
    file.write_text(FOLLOW_UPS)
    return file


@pytest.fixture
def trained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A model that was made from the sources "abc"."""
    monkeypatch.setattr(model, "MODEL", tmp_path / "beacon.tar.gz")
    monkeypatch.setattr(model, "STAMP", tmp_path / "beacon.tar.sources")
    model.MODEL.write_bytes(b"model")
    model_hash.write(model.MODEL)
    model.STAMP.write_text("abc")
    return tmp_path


def test_a_fingerprint_is_the_same_for_the_same_sources(project_folder: Path) -> None:
    assert fingerprint(project_folder) == fingerprint(project_folder)


@pytest.mark.parametrize("changed", ["config.yml", "data/nlu/en.yml"])
def test_a_changed_source_changes_it(project_folder: Path, changed: str) -> None:
    before = fingerprint(project_folder)
    (project_folder / changed).write_text("other: true\n")
    assert fingerprint(project_folder) != before


def test_a_new_source_changes_it(project_folder: Path) -> None:
    before = fingerprint(project_folder)
    (project_folder / "data" / "nlu" / "fr.yml").write_text("nlu: []\n")
    assert fingerprint(project_folder) != before


def test_a_renamed_source_changes_it(project_folder: Path) -> None:
    before = fingerprint(project_folder)
    folder = project_folder / "data" / "nlu"
    (folder / "en.yml").rename(folder / "de.yml")
    assert fingerprint(project_folder) != before


@pytest.mark.parametrize("other", ["README.md", "answers.yml", "data/__pycache__/x.pyc"])
def test_what_does_not_go_into_the_model_does_not_change_it(
    project_folder: Path, other: str
) -> None:
    before = fingerprint(project_folder)
    (project_folder / other).parent.mkdir(exist_ok=True)
    (project_folder / other).write_text("something")
    assert fingerprint(project_folder) == before


@pytest.mark.parametrize(
    ("old", "new", "is_other"),
    [
        ("will he be mad", "will she be mad", True),
        ("ask_talk_to_adult", "express_feelings", True),
        ("They may be surprised.", "They may be surprised first.", False),
    ],
)
def test_what_is_learned_of_follow_ups_changes_it(
    project_folder: Path, old: str, new: str, is_other: bool
) -> None:
    file = with_follow_ups(project_folder)
    before = fingerprint(project_folder)
    file.write_text(file.read_text().replace(old, new))
    assert (fingerprint(project_folder) != before) == is_other


@pytest.mark.usefixtures("trained")
def test_a_broken_file_of_follow_ups_is_named(
    project_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = with_follow_ups(project_folder)
    file.write_text(file.read_text().replace("asked:", "ask:"))
    monkeypatch.setattr(model, "ROOT", project_folder)
    assert model.main([]) == 1
    assert f"beacon: {file}:" in capsys.readouterr().err


def test_a_missing_source_is_no_error(tmp_path: Path) -> None:
    assert fingerprint(tmp_path)


@pytest.mark.usefixtures("trained")
def test_a_model_fits_its_sources() -> None:
    assert fits("abc")


@pytest.mark.usefixtures("trained")
def test_a_model_does_not_fit_other_sources() -> None:
    assert not fits("abd")


@pytest.mark.usefixtures("trained")
def test_a_model_whose_sources_are_unknown_does_not_fit() -> None:
    model.STAMP.unlink()
    assert not fits("abc")


@pytest.mark.usefixtures("trained")
def test_a_model_that_was_changed_does_not_fit() -> None:
    model.MODEL.write_bytes(b"other")
    assert not fits("abc")


@pytest.mark.usefixtures("trained")
def test_without_a_model_nothing_fits() -> None:
    model.MODEL.unlink()
    assert not fits("abc")


@pytest.mark.usefixtures("trained")
def test_a_model_that_fits_is_not_trained_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "fingerprint", lambda _: "abc")
    monkeypatch.setattr(model, "train", lambda _: pytest.fail("it was trained"))
    assert model.main([]) == 0
