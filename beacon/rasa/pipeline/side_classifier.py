"""What a message says or does beside its intent, by a head of its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from beacon import project
from beacon.encoders import FOLLOW_UPS
from beacon.encoders.memory import memory
from beacon.rasa.messages import ACTS, DANGER, WRITERS, language_of, text_of
from beacon.rasa.pipeline.follow_up_search import found, is_compared
from beacon.rasa.pipeline.sentence_features import SentenceFeatures, vector_of
from beacon.understanding import acts, danger, labelled_messages, writers
from beacon.understanding.contract import CRISES
from beacon.understanding.head import Head, Vectors

HEAD = "head.npz"
ENGLISH = "english"


class Learned(NamedTuple):
    """Out of which file which labels are learned, and what the chances are called in messages."""

    file: Path
    labels: Sequence[str]
    name: str


LEARNED = {
    "acts": Learned(acts.FILE, acts.LABELS, ACTS),
    "writers": Learned(writers.FILE, writers.LABELS, WRITERS),
    "danger": Learned(danger.FILE, danger.LABELS, DANGER),
}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class SideClassifier(GraphComponent):
    """One head over the vectors of both encoders that read English; other languages have none.

    Which one it learns says `learns` in config.yml, a key of LEARNED.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """How closely the head fits, how far it makes up for rare labels, and what it learns more.

        Of the English cries for help one in `cries` is learned as danger, too; none where it is 0.
        """
        return {"strength": 1.0, "balance": 1.0, "cries": 0}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._learned = LEARNED[config["learns"]]
        self._strength: float = config["strength"]
        self._balance: float = config["balance"]
        self._cries: int = config["cries"]
        self._storage = storage
        self._resource = resource
        self._head: Head | None = None

    @classmethod
    def required_components(cls) -> list[type]:
        """Sentence vectors must be there."""
        return [SentenceFeatures]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SideClassifier:
        """An untrained component."""
        del execution_context
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SideClassifier:
        """The component with the head that training kept."""
        component = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            component._head = Head.load(folder / HEAD)
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Fits the head to its file, and to some cries for help of the training data."""
        file, known, _ = self._learned
        learned = dict(labelled_messages.read(project.ROOT / file, known))
        cries = _cries(training_data)[:: self._cries] if self._cries else ()
        texts, labels = zip(*(dict.fromkeys(cries, acts.DANGER) | learned).items(), strict=True)
        self._head = Head.fit(vectors_of(texts), labels, self._strength, self._balance)
        with self._storage.write_to(self._resource) as folder:
            self._head.save(folder / HEAD)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets how likely each label is, for messages in English."""
        for message in messages:
            vector = vector_of(message, ENGLISH)
            if self._head is not None and vector is not None and is_compared(message):
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
    parts = [memory(name).vectors(texts) for name in (ENGLISH, FOLLOW_UPS)]
    both: Vectors = np.concatenate(parts, axis=1)
    return both
