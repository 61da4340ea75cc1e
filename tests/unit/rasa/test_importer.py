from __future__ import annotations

import copy
from pathlib import Path

import numpy as np
import pytest
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message

from beacon import training_data
from beacon.data_file import DataFileError
from beacon.project import ROOT
from beacon.rasa.importer import TrainingMessage, TrainingMessages
from beacon.rasa.messages import is_in_talk

NLU = """version: "3.1"
nlu:
  - intent: greet
    examples: |
      - hello
      - good morning
  - intent: disclose_sent_image
    metadata: {language: de, risk: high}
    examples: |
      - ich habe ein bild geschickt
      - ich habe ein bild geschickt
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "nlu.yml"
    file.write_text(text)
    return file


def by_words(messages: list[Message]) -> list[dict[str, object]]:
    of_files = (message.as_dict() for message in messages if not is_in_talk(message))
    return sorted(of_files, key=lambda one: str(one[TEXT]))


def test_reads_what_rasas_own_importer_reads(tmp_path: Path) -> None:
    paths = [str(written(tmp_path, NLU))]
    ours, rasas = (
        one(training_data_paths=paths).get_nlu_data()
        for one in (TrainingMessages, RasaFileImporter)
    )
    found = by_words(ours.training_examples)
    assert [one[TEXT] for one in found] == ["good morning", "hello", "ich habe ein bild geschickt"]
    for mine, theirs in zip(found, by_words(rasas.training_examples), strict=True):
        assert (mine[TEXT], mine[INTENT]) == (theirs[TEXT], theirs[INTENT])
    assert found[-1]["metadata"] == by_words(rasas.training_examples)[-1]["metadata"]


def test_adds_the_wordings_of_follow_ups(tmp_path: Path) -> None:
    importer = TrainingMessages(training_data_paths=[str(written(tmp_path, NLU))])
    added = [one for one in importer.get_nlu_data().training_examples if is_in_talk(one)]
    wordings = training_data.of_follow_ups(ROOT / "answers")
    assert {(one.get(TEXT), one.get(INTENT)) for one in added} == {
        (one.text, one.intent) for one in wordings
    }


def test_is_the_importer_that_the_config_names() -> None:
    importer = TrainingDataImporter.load_from_config(
        str(ROOT / "config.yml"), str(ROOT / "domain.yml"), [str(ROOT / "data")]
    )
    combined = importer.importer._importer  # type: ignore[attr-defined]
    assert [type(one) for one in combined._importers] == [TrainingMessages]
    assert importer.get_stories().story_steps


def test_reads_the_files_once(tmp_path: Path) -> None:
    importer = TrainingMessages(training_data_paths=[str(written(tmp_path, NLU))])
    first = importer.get_nlu_data()
    assert importer.get_nlu_data("de") is first


def test_a_broken_file_is_named_with_its_line(tmp_path: Path) -> None:
    file = written(tmp_path, NLU.replace("risk: high", "risk: enormous"))
    with pytest.raises(DataFileError, match=rf"{file}:8: .*enormous"):
        TrainingMessages(training_data_paths=[str(file)]).get_nlu_data()


def test_what_would_be_passed_over_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path, NLU + "  - synonym: germany\n    examples: |\n      - deutschland\n")
    with pytest.raises(DataFileError, match="intent"):
        TrainingMessages(training_data_paths=[str(file)]).get_nlu_data()


def test_a_copy_of_a_message_goes_its_own_way() -> None:
    message = TrainingMessage.build("hello", "greet")
    other = copy.deepcopy(message)
    assert other == message
    other.set("language", "en", add_to_output=True)
    other.add_features(Features(np.zeros((1, 2)), "sentence", TEXT, "english"))
    assert (message.get("language"), message.features) == (None, [])
    assert "language" not in message.output_properties


def test_messages_with_the_same_words_may_differ() -> None:
    same = {TrainingMessage.build("hello", "greet") for _ in range(2)}
    assert len({*same, TrainingMessage.build("hello", "thank")}) == 2
