"""The door once more, for the ways into Rasa that are not our channels: its API, its shell."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from beacon import project
from beacon.rasa.messages import text_of
from beacon.rasa.pipeline.plain_component import PlainComponent


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class DoorComponent(PlainComponent):
    """First in the pipeline: what has not passed the door yet does so before it is classified."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Cleans and redacts the texts of messages that come from elsewhere than our channels."""
        for message in messages:
            about = message.get("metadata") or {}
            if text_of(message) and not about.get("door"):
                message.set(TEXT, project.door().open(text_of(message)).text, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Training messages carry marks already."""
        return training_data
