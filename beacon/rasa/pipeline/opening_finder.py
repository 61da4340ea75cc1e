"""What the classifiers read of a message: not the opening that only answers the bot."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.message import Message

from beacon.rasa.messages import CORE, text_of
from beacon.rasa.pipeline.plain_component import PlainComponent
from beacon.understanding.opening import openings, without_opening


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class OpeningFinder(PlainComponent):
    """Takes openings off messages as they come in; training messages are learned whole."""

    def __init__(self) -> None:
        openings()

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets what is left where an opening was taken off; after the entities were found."""
        for message in messages:
            text = text_of(message)
            named = message.get(ENTITIES) or []
            places = [(one["start"], one["end"]) for one in named if one["entity"] == "country"]
            left = without_opening(text, places)
            if left != text:
                message.set(CORE, left)
        return messages
