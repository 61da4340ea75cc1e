"""Which follow-ups a message is like, by its meaning."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from beacon import encoders, file_hash, follow_up_files, project
from beacon.encoders import FOLLOW_UPS
from beacon.encoders.memory import memory
from beacon.encoders.trained import weights_of
from beacon.rasa.messages import chances_of, core_of
from beacon.rasa.pipeline.follow_up_search import found, is_compared
from beacon.rasa.pipeline.trained_component import TrainedComponent
from beacon.understanding.parse_keys import LIKE, LIKEST, WORDS

VECTORS = "vectors.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class FollowUpFinder(TrainedComponent):
    """Compares messages in English with the wordings of answers/en/follow_ups.

    Training encodes these and keeps their vectors; wordings that are newer are encoded when they
    are read.
    """

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, storage, resource)
        # Loaded now, not with the first message.
        encoders.load(FOLLOW_UPS)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """A hash of the wordings, and of the encoder that gives them their vectors."""
        folder = project.DATA / "answers" / follow_up_files.FOLDERS[follow_up_files.FOLLOW_UPS]
        return file_hash.of_all([*sorted(folder.glob("*.yml")), weights_of(FOLLOW_UPS)])

    def train(self, training_data: TrainingData) -> Resource:
        """Encodes the wordings; the messages of the training data are not looked at."""
        del training_data
        return self.persist()

    def save_to(self, folder: Path) -> None:
        """Writes the vectors of all wordings; those that are not known yet are encoded for it."""
        texts = [text for text, _, _ in project.follow_ups().sentences()]
        memory(FOLLOW_UPS).save(folder / VECTORS, texts)

    def load_from(self, folder: Path) -> None:
        """Takes up these vectors, and prepares now what messages will be compared with."""
        memory(FOLLOW_UPS).recall(folder / VECTORS)
        project.parts().make("likeness", "overlap")

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets how many words a message has, and which follow-ups it is most like, and how like."""
        for message in messages:
            if is_compared(message):
                about = {WORDS: len(core_of(message).split()), LIKEST: _stored(message)}
                message.set(LIKE, about, add_to_output=True)
        return messages


def _stored(message: Message) -> list[list[str | float]]:
    """The follow-ups that were found, each with the chance of its intent."""
    chances = dict(chances_of(message))
    known = project.follow_ups().by_name
    return [
        like._replace(chance=chances.get(known[like.name].intent or "", 0.0)).stored()
        for like in found(message).likest
        if like.name in known
    ]
