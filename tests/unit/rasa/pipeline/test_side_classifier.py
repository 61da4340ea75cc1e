"""Where a chat stands after a message, by a head that is trained here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.engine.training.fingerprinting import calculate_fingerprint_key
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from beacon import project
from beacon.encoders import trained
from beacon.rasa.pipeline.sentence_features import add_vector
from beacon.rasa.pipeline.side_classifier import ENGLISH, LEARNED, SideClassifier
from beacon.understanding import danger
from beacon.understanding.belief import likeliest
from beacon.understanding.parse_keys import DANGER


def settings(**settings: Any) -> dict[str, Any]:
    return {**SideClassifier.get_default_config(), **settings}


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> LocalModelStorage:
    return LocalModelStorage(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def finder(storage: LocalModelStorage) -> SideClassifier:
    config = settings(learns="danger")
    resource = Resource("finder")
    SideClassifier(config, storage, resource).train(TrainingData())
    return SideClassifier.load(config, storage, resource, None)  # type: ignore[arg-type]


def said(finder: SideClassifier, text: str, **more: str) -> dict[str, float] | None:
    message = Message({TEXT: text, **more})
    add_vector(message, ENGLISH)
    finder.process([message])
    found: dict[str, float] | None = message.get(DANGER)
    return found


@pytest.mark.parametrize(
    "text", ["the police are here now", "mum is sitting with me", "im on the phone with the police"]
)
def test_help_that_is_near_is_understood(finder: SideClassifier, text: str) -> None:
    found = said(finder, text)
    assert found is not None
    assert danger.chance_past(found) > danger.chance_of_danger(found)


@pytest.mark.parametrize("text", ["hes still outside", "nobody picks up", "i want it to end"])
def test_danger_that_goes_on_is_understood(finder: SideClassifier, text: str) -> None:
    found = said(finder, text)
    assert found is not None
    assert likeliest(found) == danger.NOW


def test_another_language_and_a_tap_say_nothing(finder: SideClassifier) -> None:
    assert said(finder, "the police are here now", language="de") is None
    assert said(finder, "/affirm") is None


def test_it_is_among_what_the_pipeline_gives(finder: SideClassifier) -> None:
    message = Message({TEXT: "mum is here"})
    add_vector(message, ENGLISH)
    finder.process([message])
    assert DANGER in message.as_dict(only_output_properties=True)


def test_chances_have_few_digits_which_are_nobodys_number(finder: SideClassifier) -> None:
    message = Message({TEXT: "the police are here now"})
    add_vector(message, ENGLISH)
    finder.process([message])
    assert all(len(str(chance)) <= len("0.123") for chance in message.get(DANGER).values())


def test_without_a_vector_nothing_is_said(finder: SideClassifier) -> None:
    message = Message({TEXT: "mum is here"})
    finder.process([message])
    assert message.get(DANGER) is None


@pytest.mark.parametrize("learns", LEARNED)
def test_all_that_can_be_learned_may_be_named(learns: str) -> None:
    SideClassifier.validate_config(settings(learns=learns))


@pytest.mark.parametrize("config", [settings(learns="gossip"), settings()])
def test_what_cannot_be_learned_is_refused_with_what_can(
    config: dict[str, Any], storage: LocalModelStorage
) -> None:
    assert SideClassifier.fingerprint_addon(config) is None
    with pytest.raises(InvalidConfigException, match="acts, writers, danger"):
        SideClassifier(config, storage, Resource("finder"))


def test_one_that_has_learned_nothing_says_so(storage: LocalModelStorage) -> None:
    untrained = SideClassifier(settings(learns="danger"), storage, Resource("untrained"))
    with pytest.raises(AssertionError, match="neither trained nor loaded"):
        untrained.process([Message({TEXT: "mum is here"})])


@pytest.mark.parametrize(
    ("changes", "is_new"),
    [
        ("data/danger.yml", True),
        ("weights/english.onnx", True),
        ("weights/follow_ups.onnx", True),
        ("data/acts.yml", False),
    ],
)
def test_rasa_trains_it_anew_where_its_messages_or_its_encoders_have_changed(
    changes: str, is_new: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("data", "weights"):
        (tmp_path / folder).mkdir()
    for name in ("data/danger.yml", "weights/english.onnx", "weights/follow_ups.onnx"):
        (tmp_path / name).write_text("before")
    monkeypatch.setattr(project, "ROOT", tmp_path)
    monkeypatch.setattr(trained, "WEIGHTS", tmp_path / "weights")

    def key() -> str:
        return str(calculate_fingerprint_key(SideClassifier, settings(learns="danger"), {}))

    before = key()
    assert key() == before
    (tmp_path / changes).write_text("after")
    assert (key() != before) is is_new
