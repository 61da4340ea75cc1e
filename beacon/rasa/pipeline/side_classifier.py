"""What a message says or does beside its intent, by a head of its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from beacon import file_hash, project
from beacon.encoders import FOLLOW_UPS
from beacon.encoders.memory import memory
from beacon.encoders.trained import weights_of
from beacon.rasa.messages import language_of, text_of
from beacon.rasa.pipeline.follow_up_search import found, is_compared
from beacon.rasa.pipeline.sentence_features import SentenceFeatures, vector_of
from beacon.rasa.pipeline.trained_component import UNTRAINED, TrainedComponent
from beacon.understanding import acts, danger, feelings, labelled_messages, writers
from beacon.understanding.contract import CRISES
from beacon.understanding.head import Head, Vectors
from beacon.understanding.parse_keys import ACTS, DANGER, FEELINGS, WRITERS

HEAD = "head.npz"
ENGLISH = "english"
# The encoders whose vectors it reads side by side.
ENCODERS = (ENGLISH, FOLLOW_UPS)


class Learned(NamedTuple):
    """The file that a head learns from, its labels, and the name of its chances in messages."""

    file: Path
    labels: Sequence[str]
    name: str


LEARNED = {
    "acts": Learned(acts.FILE, acts.LABELS, ACTS),
    "writers": Learned(writers.FILE, writers.LABELS, WRITERS),
    "danger": Learned(danger.FILE, danger.LABELS, DANGER),
    "feelings": Learned(feelings.FILE, feelings.LABELS, FEELINGS),
}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class SideClassifier(TrainedComponent):
    """One head over the vectors of both encoders that read English; other languages have none.

    In config.yml, `learns` is the key in LEARNED of what this head learns.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """How closely the head fits, how far it makes up for rare labels, and what else it learns.

        One in `cries` of the English cries for help is learned as danger, too; none where it is 0.
        """
        return {"strength": 1.0, "balance": 1.0, "cries": 0}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, storage, resource)
        self.validate_config(config)
        self._learned = LEARNED[config["learns"]]
        self._strength: float = config["strength"]
        self._balance: float = config["balance"]
        self._cries: int = config["cries"]
        self._head: Head | None = None

    @classmethod
    def required_components(cls) -> list[type]:
        """Sentence vectors must be there."""
        return [SentenceFeatures]

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Raises InvalidConfigException where `learns` is missing, or names nothing there is."""
        learns = config.get("learns")
        if learns not in LEARNED:
            raise InvalidConfigException(f"learns: {learns!r}; there are {', '.join(LEARNED)}")

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """A hash of the file it learns from, and of the encoders that give it vectors.

        None for settings that are not valid: Rasa asks before it makes the component, which raises.
        """
        learned = LEARNED.get(config.get("learns", ""))
        if learned is None:
            return None
        return file_hash.of_all([project.ROOT / learned.file, *map(weights_of, ENCODERS)])

    def train(self, training_data: TrainingData) -> Resource:
        """Fits the head to its file, and to some cries for help of the training data."""
        file, known, _ = self._learned
        learned = dict(labelled_messages.read(project.ROOT / file, known))
        cries = _cries(training_data)[:: self._cries] if self._cries else ()
        texts, labels = zip(
            *(dict.fromkeys(cries, acts.SHOWS_DANGER) | learned).items(), strict=True
        )
        self._head = Head.fit(vectors_of(texts), labels, self._strength, self._balance)
        return self.persist()

    def save_to(self, folder: Path) -> None:
        """Writes the head."""
        assert self._head is not None, UNTRAINED
        self._head.save(folder / HEAD)

    def load_from(self, folder: Path) -> None:
        """Reads the head."""
        self._head = Head.load(folder / HEAD)

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets how likely each label is, for messages in English."""
        assert self._head is not None, UNTRAINED
        for message in messages:
            vector = vector_of(message, ENGLISH)
            if vector is not None and is_compared(message):
                both = np.concatenate([vector[0], found(message).vector])
                chances = self._head.probabilities(both[None, :])[0]
                rounded = (round(float(chance), 3) for chance in chances)
                by_label = dict(zip(self._head.labels, rounded, strict=True))
                message.set(self._learned.name, by_label, add_to_output=True)
        return messages


def _cries(training_data: TrainingData) -> list[str]:
    """The English messages that are cries for help."""
    return [
        text_of(example)
        for example in training_data.intent_examples
        if example.get(INTENT) in CRISES and language_of(example) == "en"
    ]


def vectors_of(texts: tuple[str, ...]) -> Vectors:
    """The vectors of texts side by side, [texts, 2 × width]; the heads share many messages."""
    parts = [memory(name).vectors(texts) for name in ENCODERS]
    both: Vectors = np.concatenate(parts, axis=1)
    return both
