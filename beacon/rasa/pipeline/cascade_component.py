"""What the classifiers of intents and of risk share: each has a trained cascade."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from beacon.rasa.pipeline.sentence_features import SentenceFeatures
from beacon.rasa.pipeline.trained_cascade import Label, TrainedCascade
from beacon.rasa.pipeline.trained_component import UNTRAINED, TrainedComponent


class CascadeComponent(TrainedComponent):
    """Learns a cascade of heads, and asks it about messages."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, storage, resource)
        self._config = config
        self._cascade: TrainedCascade | None = None

    @classmethod
    def required_components(cls) -> list[type]:
        """Sentence vectors must be there."""
        return [SentenceFeatures]

    def learn(self, training_data: TrainingData, label: Label) -> Resource:
        """Fits the cascade to the labels of the training messages, and keeps it."""
        self._cascade = TrainedCascade.fit(self._config, training_data, label)
        return self.persist()

    def ask(self, message: Message) -> list[tuple[str, float]]:
        """The labels with their probabilities, the likeliest first; none without a vector."""
        assert self._cascade is not None, UNTRAINED
        return self._cascade.ask(message)

    def save_to(self, folder: Path) -> None:
        """Writes the cascade."""
        assert self._cascade is not None, UNTRAINED
        self._cascade.save(folder)

    def load_from(self, folder: Path) -> None:
        """Reads the cascade."""
        self._cascade = TrainedCascade.load(self._config, folder)
