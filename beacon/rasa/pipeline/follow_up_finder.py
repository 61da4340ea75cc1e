"""Which follow-ups a message is like, by its meaning."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from beacon import encoders, project
from beacon.encoders import FOLLOW_UPS
from beacon.encoders.memory import memory
from beacon.rasa.messages import LIKE, core_of, language_of, text_of

VECTORS = "vectors.npz"
# What is less like a message is never said; of one or two words it must be a wording, or nearly.
LEAST, SAME = 0.7, 0.95
FEW_WORDS = 2


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class FollowUpFinder(GraphComponent):
    """Compares messages in English with the wordings of answers/en/follow_ups.

    Training encodes these and keeps their vectors; wordings that are newer are encoded when they
    are read.
    """

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._most: int = config["most"]
        self._storage = storage
        self._resource = resource

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """How many of the likest are kept: some may not fit into their chat."""
        return {"most": 24}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FollowUpFinder:
        """Makes the component; the encoder is loaded here, not with the first message."""
        encoders.load(FOLLOW_UPS)
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> FollowUpFinder:
        """The component with the vectors that training kept."""
        with model_storage.read_from(resource) as folder:
            memory(FOLLOW_UPS).recall(folder / VECTORS)
        project.parts().make("likeness")
        return cls.create(config, model_storage, resource, execution_context)

    def train(self, training_data: TrainingData) -> Resource:
        """Encodes the wordings; the messages of the training data are not looked at."""
        del training_data
        texts = [text for text, _, _ in project.follow_ups().sentences()]
        with self._storage.write_to(self._resource) as folder:
            memory(FOLLOW_UPS).save(folder / VECTORS, texts)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets the names of the likest, each with its cosine."""
        for message in messages:
            if text_of(message) and language_of(message) == "en":
                message.set(LIKE, self._likest(core_of(message)), add_to_output=True)
        return messages

    def _likest(self, text: str) -> list[list[str | float]]:
        vector = encoders.load(FOLLOW_UPS).encode([text])[0]
        least = SAME if len(text.split()) <= FEW_WORDS else LEAST
        likest = project.likeness().best(vector, self._most, least)
        return [[name, round(cosine, 3)] for name, cosine in likest]
