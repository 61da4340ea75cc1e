"""The door once more, for the ways into Rasa that are not our channels: its API, its shell."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from beacon import project
from beacon.rasa.messages import text_of


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class DoorComponent(GraphComponent):
    """First in the pipeline: what has not passed the door yet does so before it is classified."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DoorComponent:
        """Makes the component."""
        del config, model_storage, resource, execution_context
        return cls()

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
