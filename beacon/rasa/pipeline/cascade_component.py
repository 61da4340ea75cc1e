"""What the two classifiers share: a cascade of heads, trained on sentence vectors and asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from beacon.rasa.messages import CORE, core_of, is_training_example
from beacon.rasa.pipeline.sentence_features import (
    SentenceFeatures,
    add_vector,
    vector_of,
    vector_of_whole,
)
from beacon.understanding.cascade import Cascade, Vector
from beacon.understanding.head import Head
from beacon.understanding.verbatim import Verbatim

# What says when a second opinion is asked for.
SECOND_OPINION = ("margin", "watched", "ruled_out")

VERBATIM = "verbatim.json"

Component = TypeVar("Component", bound="CascadeComponent")


class CascadeStorage:
    """Trains a cascade, keeps it in Rasa's model storage, and asks it about messages."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._cascade: Cascade | None = None
        self._verbatim = Verbatim({})

    def train(self, data: TrainingData, label: Callable[[Message], str]) -> Resource:
        """Fits one head for each encoder to the messages that carry its vector."""
        examples = [m for m in data.training_examples if is_training_example(m)]
        heads = {name: self._fit(name, examples, label) for name in self._config["encoders"]}
        self._cascade = Cascade(heads, *(self._config[key] for key in SECOND_OPINION))
        self._verbatim = Verbatim.of((str(m.get(TEXT)), label(m)) for m in examples)
        with self._storage.write_to(self._resource) as folder:
            self._cascade.save(folder)
            self._verbatim.save(folder / VERBATIM)
        return self._resource

    def load(self) -> None:
        """Reads the heads that training wrote."""
        with self._storage.read_from(self._resource) as folder:
            keys = ("encoders", *SECOND_OPINION)
            self._cascade = Cascade.load(folder, *(self._config[key] for key in keys))
            self._verbatim = Verbatim.load(folder / VERBATIM)

    def ask(self, message: Message) -> list[tuple[str, float]]:
        """The labels with their probabilities, the likeliest first; none without a vector.

        A short message that is known word for word has one label alone.
        """
        assert self._cascade is not None, "neither trained nor loaded"
        if known_label := self._known_label(message):
            others = (label for label in self._cascade.labels if label != known_label)
            return [(known_label, 1.0), *((label, 0.0) for label in others)]
        vectors = {name: vector_of(message, name) for name in self._config["encoders"]}
        known = {name: vector for name, vector in vectors.items() if vector is not None}
        if not known:
            return []
        chances = self._cascade.probabilities(known, lambda name: add_vector(message, name))
        if message.get(CORE):
            chances = self._cascade.calmer(chances, self._of_whole(message, list(known)))
        order = np.argsort(chances)[::-1]
        return [(self._cascade.labels[number], float(chances[number])) for number in order]

    def _of_whole(self, message: Message, names: Sequence[str]) -> Vector:
        """The probabilities of the labels for all its words, its opening among them."""
        assert self._cascade is not None, "neither trained nor loaded"
        vectors = {name: vector_of_whole(message, name) for name in names}
        return self._cascade.probabilities(vectors, lambda name: vector_of_whole(message, name))

    def _known_label(self, message: Message) -> str | None:
        whole, core = str(message.get(TEXT)), core_of(message)
        return self._verbatim.label(whole) or self._verbatim.label(core)

    def _fit(self, name: str, examples: list[Message], label: Callable[[Message], str]) -> Head:
        pairs = [(vector_of(message, name), label(message)) for message in examples]
        vectors = np.concatenate([vector for vector, _ in pairs if vector is not None])
        labels = [kind for vector, kind in pairs if vector is not None]
        return Head.fit(vectors, labels, self._config["strength"], self._config["balance"])


class CascadeComponent(GraphComponent):
    """How a component with a cascade comes to be, before training or from what training kept."""

    def __init__(self, config: dict[str, Any], cascade: CascadeStorage) -> None:
        self._cascade = cascade

    @classmethod
    def required_components(cls) -> list[type]:
        """Sentence vectors must be there."""
        return [SentenceFeatures]

    @classmethod
    def create(
        cls: type[Component],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Component:
        """An untrained component."""
        return cls(config, CascadeStorage(config, model_storage, resource))

    @classmethod
    def load(
        cls: type[Component],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Component:
        """A trained component."""
        component = cls.create(config, model_storage, resource, execution_context)
        component._cascade.load()
        return component
