"""What a message says beside its intent, by its words; some of it says the intent too."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message

from beacon import project
from beacon.answers.topics import Topic
from beacon.levels import Risk
from beacon.rasa.messages import (
    DOUBT,
    GOES_ON,
    OF_ADULT,
    RISK,
    SAYS,
    UNSAYS,
    put_first,
    text_of,
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class TopicFinder(GraphComponent):
    """Finds the topics of answers/topics; the classifiers come first, config.yml sees to that."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicFinder:
        """Makes the component."""
        del config, model_storage, resource, execution_context
        project.parts().make("topics")
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets the names of the topics, those that they take back, and the intent of one.

        An intent that words have said is not asked back, however close two others were.
        """
        for message in messages:
            if text := text_of(message):
                self._set(message, project.topics().matches(text))
        return messages

    @staticmethod
    def _set(message: Message, topics: list[Topic]) -> None:
        about = message.get(RISK) or {}
        names = [topic.name for topic in topics] + list(about.get(SAYS, ()))
        taken_back = {name for topic in topics for name in topic.takes_back}
        message.set(SAYS, names, add_to_output=True)
        message.set(UNSAYS, sorted(taken_back), add_to_output=True)
        goes_on = sorted({topic.goes_on for topic in topics if topic.goes_on})
        message.set(GOES_ON, goes_on, add_to_output=True)
        intent, risk = str(message.get(INTENT)["name"]), Risk.of(about.get("level"))
        is_certain = bool(about.get("is_certain", True))
        # A doubtful alarm comes before an adult's answer, and does not take it away.
        of_adults = risk if is_certain else min(risk, Risk.high)
        leading = [
            one
            for one in topics
            if one.leads_from(intent, of_adults if one.for_adults else risk, is_certain=is_certain)
        ]
        for_adults = next((one.leads_to for one in leading if one.for_adults), None)
        message.set(OF_ADULT, for_adults, add_to_output=True)
        for_all = [topic for topic in topics if not topic.for_adults]
        leads_to = next((one.leads_to for one in leading if one in for_all), None)
        if leads_to is not None:
            put_first(message, leads_to)
        if any(topic.leads_to == message.get(INTENT)["name"] for topic in for_all):
            message.set(DOUBT, None, add_to_output=True)
