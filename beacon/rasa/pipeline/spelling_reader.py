"""What the classifiers read in place of what a child spells by ear."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from beacon.rasa.messages import CORE, RESPELT, language_of, text_of
from beacon.rasa.pipeline.plain_component import PlainComponent
from beacon.spelling import KINDS, misspellings, respelt


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SpellingReader(PlainComponent):
    """Spells English messages as they come in; training messages are learned as they stand.

    In config.yml it stands after what goes by the places of characters.
    """

    def __init__(self) -> None:
        for kind in KINDS:
            misspellings(kind)

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets the words in their usual spelling, where that is another."""
        for message in messages:
            text = text_of(message)
            if not text or language_of(message) != "en":
                continue
            if (spelt := respelt(text)) != text:
                message.set(RESPELT, spelt)
                if core := message.get(CORE):
                    message.set(CORE, respelt(str(core)))
        return messages
