"""What messages would say of an alarm that stands, by a head that is trained here."""

from __future__ import annotations

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from beacon.rasa.messages import OF_ALARM
from beacon.rasa.pipeline.sentence_features import add_vector
from beacon.rasa.pipeline.side_classifier import ENGLISH, SideClassifier
from beacon.understanding.standing_alarm import DANGER, OfAlarm


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> LocalModelStorage:
    return LocalModelStorage(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def finder(storage: LocalModelStorage) -> SideClassifier:
    config = {**SideClassifier.get_default_config(), "learns": "standing_alarm"}
    resource = Resource("finder")
    SideClassifier(config, storage, resource).train(TrainingData())
    return SideClassifier.load(config, storage, resource, None)  # type: ignore[arg-type]


def said(finder: SideClassifier, text: str, **more: str) -> OfAlarm | None:
    message = Message({TEXT: text, **more})
    add_vector(message, ENGLISH)
    finder.process([message])
    found = message.get(OF_ALARM)
    return OfAlarm.of(found) if found else None


@pytest.mark.parametrize(
    "text", ["the police are here now", "mum is sitting with me", "im on the phone with the police"]
)
def test_help_that_is_near_is_understood(finder: SideClassifier, text: str) -> None:
    of_alarm = said(finder, text)
    assert of_alarm is not None
    assert of_alarm.help_is_near > 0.7


@pytest.mark.parametrize("text", ["hes still outside", "nobody picks up", "i want it to end"])
def test_danger_that_goes_on_is_understood(finder: SideClassifier, text: str) -> None:
    of_alarm = said(finder, text)
    assert of_alarm is not None
    assert of_alarm.likeliest == DANGER


def test_another_language_and_a_tap_say_nothing(finder: SideClassifier) -> None:
    assert said(finder, "the police are here now", language="de") is None
    assert said(finder, "/affirm") is None


def test_it_is_among_what_the_pipeline_gives(finder: SideClassifier) -> None:
    message = Message({TEXT: "mum is here"})
    add_vector(message, ENGLISH)
    finder.process([message])
    assert OF_ALARM in message.as_dict(only_output_properties=True)


def test_chances_have_few_digits_which_are_nobodys_number(finder: SideClassifier) -> None:
    message = Message({TEXT: "the police are here now"})
    add_vector(message, ENGLISH)
    finder.process([message])
    assert all(len(str(chance)) <= len("0.123") for chance in message.get(OF_ALARM).values())


def test_without_a_vector_nothing_is_said(finder: SideClassifier) -> None:
    message = Message({TEXT: "mum is here"})
    finder.process([message])
    assert message.get(OF_ALARM) is None
