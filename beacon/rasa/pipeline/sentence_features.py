"""The sentence encoders as one Rasa featurizer."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from beacon import encoders, training_data
from beacon.encoders.learned import learned
from beacon.encoders.noise import SPELT_BY_EAR, by_sound
from beacon.rasa.messages import (
    core_of,
    is_in_talk,
    is_training_example,
    language_of,
    text_of,
    whole_of,
)

# Heads learn from one in so many of the messages that their encoder has learned: where it is not
# the last, where it is, and there of those in English, which it need not read in a chat.
THINNED, THINNED_LAST, THINNED_LAST_ENGLISH = 2, 4, 12


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceFeatures(DenseFeaturizer, GraphComponent):
    """Gives a message one dense sentence vector for each encoder, under the encoder's name.

    With `by_language`, a message in English gets only the vector of the first encoder and every
    other message only that of the last. With training examples it is different: the last encoder
    gets those of all languages, wordings of follow-ups, which are English, go to the first alone,
    and each gets only a part of what it has learned itself (`_thinned`). Some of the English ones
    are learned as they are spelt by ear.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """All messages get the vectors of all encoders."""
        return {
            "encoders": ["english", "multilingual"],
            "by_language": False,
            "alias": None,
        }

    def __init__(self, config: dict[str, Any], name: str) -> None:
        super().__init__(name, config)
        self._names: list[str] = config["encoders"]
        self._by_language: bool = config["by_language"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceFeatures:
        """Makes the component; the encoders are loaded here, not with the first message."""
        for name in config["encoders"]:
            encoders.load(name)
        return cls(config, execution_context.node_name)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Raises InvalidConfigException for an encoder that does not exist."""
        unknown = set(config["encoders"]) - set(encoders.NAMES)
        if unknown or not config["encoders"]:
            known = ", ".join(encoders.NAMES)
            raise InvalidConfigException(f"encoders: {sorted(unknown)}; there are {known}")

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the vectors to messages as they come in."""
        for message in messages:
            if text_of(message):
                for name in self._names_for(message):
                    add_vector(message, name)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds the vectors to the examples, many at a time."""
        examples = [m for m in training_data.training_examples if is_training_example(m)]
        for number, name in enumerate(self._names):
            fitting = self._fitting(number, examples)
            if not fitting:
                continue
            vectors = encoders.load(name).encode([_as_learned(m) for m in fitting])
            for message, vector in zip(fitting, vectors, strict=True):
                _keep(message, name, vector[None, :])
        return training_data

    def _names_for(self, message: Message) -> list[str]:
        if not self._by_language:
            return self._names
        return self._names[:1] if language_of(message) == "en" else self._names[-1:]

    def _fitting(self, number: int, examples: list[Message]) -> list[Message]:
        """The examples that the encoder of that number is given."""
        if not self._by_language:
            return examples
        is_first, is_last = number == 0, number == len(self._names) - 1
        read = [
            message
            for message in examples
            if (is_last or language_of(message) == "en") and (is_first or not is_in_talk(message))
        ]
        return [message for message in read if _is_needed(message, self._names[number], is_last)]


def _is_needed(example: Message, name: str, is_last: bool) -> bool:
    """Whether the heads must see it: what is new to the encoder, and a part of the rest.

    The encoder tells apart what it has learned: more of that costs minutes and improves nothing.
    """
    mark = training_data.mark_of(str(example.get(INTENT)), str(example.get(TEXT)))
    return int(mark, 16) % _thinned(example, is_last) == 0 or mark not in learned(name)


def _thinned(example: Message, is_last: bool) -> int:
    if not is_last:
        return THINNED
    return THINNED_LAST_ENGLISH if language_of(example) == "en" else THINNED_LAST


def _as_learned(message: Message) -> str:
    """The text of an example; some English ones as a child who spells by ear writes them."""
    text = str(message.get(TEXT))
    generator = random.Random(text)
    is_by_ear = language_of(message) == "en" and generator.random() < SPELT_BY_EAR
    return by_sound(text, generator) if is_by_ear else text


def add_vector(message: Message, name: str) -> np.ndarray[Any, Any]:
    """Encodes the text of a message with one encoder, keeps the vector [1, width] and gives it."""
    return _encoded(message, name, core_of(message), name)


def vector_of_whole(message: Message, name: str) -> np.ndarray[Any, Any]:
    """The sentence vector [1, width] of all its words, its opening among them; encoded once."""
    kept_as = f"{name}, whole"
    known = vector_of(message, kept_as)
    return _encoded(message, name, whole_of(message), kept_as) if known is None else known


def vector_of(message: Message, name: str) -> np.ndarray[Any, Any] | None:
    """The sentence vector [1, width] of one encoder, if the message has it."""
    for features in message.features:
        if features.origin == name and features.type == FEATURE_TYPE_SENTENCE:
            return features.features  # type: ignore[no-any-return]
    return None


def _encoded(message: Message, name: str, text: str, kept_as: str) -> np.ndarray[Any, Any]:
    vector = encoders.load(name).encode([text])
    _keep(message, kept_as, vector)
    return vector


def _keep(message: Message, name: str, vector: np.ndarray[Any, Any]) -> None:
    message.add_features(Features(vector, FEATURE_TYPE_SENTENCE, TEXT, name))
