"""Which follow-ups a message is like, by its meaning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
from beacon.rasa.messages import LIKE, LIKEST, WORDS, core_of, language_of, text_of
from beacon.understanding.likeness import Like

VECTORS = "vectors.npz"
# What is less like a message is not looked at.
LEAST = 0.5


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
            if text_of(message) and language_of(message) == "en":
                text = core_of(message)
                likest = [like.stored() for like in self._likest(text, _chances(message))]
                found = {WORDS: len(text.split()), LIKEST: likest}
                message.set(LIKE, found, add_to_output=True)
        return messages

    def _likest(self, text: str, chances: Mapping[str, float]) -> Iterator[Like]:
        vector = encoders.load(FOLLOW_UPS).encode([text])[0]
        parts = project.parts()
        best = parts.likeness.best(vector, self._most, LEAST)
        shared = parts.overlap.with_groups(text, [like.name for like in best])
        for like in best:
            words = shared[like.name]
            yield like._replace(
                shared=words.both,
                shared_of_message=words.message,
                shared_of_sentence=words.wording,
                chance=chances.get(parts.follow_ups.by_name[like.name].intent or "", 0.0),
            )


def _chances(message: Message) -> Mapping[str, float]:
    """The chance of each intent."""
    return {one["name"]: one["confidence"] for one in message.get("intent_ranking") or ()}
