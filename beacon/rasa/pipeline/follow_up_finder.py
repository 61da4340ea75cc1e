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
from beacon.rasa.messages import LIKE, LIKEST, WORDS, core_of
from beacon.rasa.pipeline.follow_up_search import found, is_compared

VECTORS = "vectors.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class FollowUpFinder(GraphComponent):
    """Compares messages in English with the wordings of answers/en/follow_ups.

    Training encodes these and keeps their vectors; wordings that are newer are encoded when they
    are read.
    """

    def __init__(self, storage: ModelStorage, resource: Resource) -> None:
        self._storage = storage
        self._resource = resource

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FollowUpFinder:
        """Makes the component; the encoder is loaded here, not with the first message."""
        del config, execution_context
        encoders.load(FOLLOW_UPS)
        return cls(model_storage, resource)

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
        project.parts().make("likeness", "overlap")
        return cls.create(config, model_storage, resource, execution_context)

    def train(self, training_data: TrainingData) -> Resource:
        """Encodes the wordings; the messages of the training data are not looked at."""
        del training_data
        texts = [text for text, _, _ in project.follow_ups().sentences()]
        with self._storage.write_to(self._resource) as folder:
            memory(FOLLOW_UPS).save(folder / VECTORS, texts)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets how many words it has, and the likest with how like they are."""
        for message in messages:
            if is_compared(message):
                about = {WORDS: len(core_of(message).split()), LIKEST: _stored(message)}
                message.set(LIKE, about, add_to_output=True)
        return messages


def _stored(message: Message) -> list[list[str | float]]:
    """What was found, each with the chance that the intent of the follow-up has."""
    chances = {one["name"]: one["confidence"] for one in message.get("intent_ranking") or ()}
    known = project.follow_ups().by_name
    return [
        like._replace(chance=chances.get(known[like.name].intent or "", 0.0)).stored()
        for like in found(message).likest
        if like.name in known
    ]
