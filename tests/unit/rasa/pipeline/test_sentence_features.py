from __future__ import annotations

import numpy as np
import pytest
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import (
    FEATURE_TYPE_SENTENCE,
    FEATURE_TYPE_SEQUENCE,
    INTENT,
    TEXT,
)
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from beacon import encoders, training_data
from beacon.encoders.learned import learned
from beacon.project import ROOT
from beacon.rasa.messages import CORE
from beacon.rasa.pipeline.sentence_features import (
    SentenceFeatures,
    add_vector,
    vector_of,
    vector_of_whole,
)


def validate(names: list[str]) -> None:
    SentenceFeatures.validate_config({"encoders": names})


@pytest.mark.parametrize("name", encoders.NAMES)
def test_every_encoder_may_be_named(name: str) -> None:
    validate([name])


def test_the_defaults_are_valid() -> None:
    SentenceFeatures.validate_config(SentenceFeatures.get_default_config())


def test_an_encoder_that_does_not_exist_is_named() -> None:
    with pytest.raises(InvalidConfigException, match="klingon"):
        validate(["english", "klingon"])


def test_the_encoders_that_exist_are_named() -> None:
    with pytest.raises(InvalidConfigException, match="english, multilingual"):
        validate(["klingon"])


def test_at_least_one_encoder_is_needed() -> None:
    with pytest.raises(InvalidConfigException):
        validate([])


def message_with(kind: str, origin: str) -> Message:
    message = Message({TEXT: "hello"})
    vector = np.ones((1, 3), dtype=np.float32)
    message.add_features(Features(vector, kind, TEXT, origin))
    return message


def test_a_vector_is_found_by_the_name_of_its_encoder() -> None:
    found = vector_of(message_with(FEATURE_TYPE_SENTENCE, "english"), "english")
    assert found is not None
    assert found.shape == (1, 3)


def test_a_vector_of_another_encoder_is_not_found() -> None:
    assert vector_of(message_with(FEATURE_TYPE_SENTENCE, "english"), "multilingual") is None


def test_a_vector_of_words_is_not_found() -> None:
    assert vector_of(message_with(FEATURE_TYPE_SEQUENCE, "english"), "english") is None


def examples_with_vectors(messages: list[training_data.Message], name: str) -> list[str]:
    """The texts of those examples that the heads of that encoder learn from."""
    component = SentenceFeatures(
        {**SentenceFeatures.get_default_config(), "by_language": True}, "features"
    )
    examples = [
        Message({TEXT: one.text, INTENT: one.intent, "language": one.language}) for one in messages
    ]
    found = component.process_training_data(TrainingData(examples)).training_examples
    return [str(one.get(TEXT)) for one in found if vector_of(one, name) is not None]


@pytest.mark.parametrize(
    ("name", "least", "most"), [("english", 0.35, 0.65), ("multilingual", 0.1, 0.35)]
)
def test_heads_learn_from_a_part_of_what_the_encoder_has_learned(
    name: str, least: float, most: float
) -> None:
    everything = [m for m in training_data.read(ROOT / "data" / "nlu") if not m.in_talk]
    known = [m for m in everything if training_data.mark(m) in learned(name)][::500]
    assert least < len(examples_with_vectors(known, name)) / len(known) < most


@pytest.mark.parametrize(("name", "language"), [("english", "en"), ("multilingual", "de")])
def test_heads_learn_from_all_that_is_new_to_the_encoder(name: str, language: str) -> None:
    new = [
        training_data.Message(f"this nobody has written yet {number}", "greet", language, None)
        for number in range(20)
    ]
    assert examples_with_vectors(new, name) == [message.text for message in new]


def test_the_whole_of_a_message_is_encoded_once_beside_what_is_left_of_it() -> None:
    message = Message({TEXT: "no he is my teacher", CORE: "he is my teacher"})
    whole, core = vector_of_whole(message, "english"), add_vector(message, "english")
    assert vector_of_whole(message, "english") is whole
    assert vector_of(message, "english") is core
    assert not np.allclose(whole, core)
