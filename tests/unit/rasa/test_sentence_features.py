from __future__ import annotations

import numpy as np
import pytest
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, FEATURE_TYPE_SEQUENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message

from beacon import encoders
from beacon.rasa.sentence_features import SentenceFeatures, vector_of


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
