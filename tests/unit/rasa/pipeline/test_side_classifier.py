"""Where a chat stands after a message, by a head that is trained here."""

from __future__ import annotations

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from beacon.rasa.messages import DANGER
from beacon.rasa.pipeline.sentence_features import add_vector
from beacon.rasa.pipeline.side_classifier import ENGLISH, SideClassifier
from beacon.understanding import danger
from beacon.understanding.labelled_messages import likeliest


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> LocalModelStorage:
    return LocalModelStorage(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def finder(storage: LocalModelStorage) -> SideClassifier:
    config = {**SideClassifier.get_default_config(), "learns": "danger"}
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
    assert danger.is_past(found) > danger.in_danger(found)


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
