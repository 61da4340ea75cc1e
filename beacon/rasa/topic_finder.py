"""What a message says beside its intent, by its words; some of it says the intent too."""

from __future__ import annotations

import unicodedata

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message

from beacon import project
from beacon.answers.topics import Topic, calm_answer, led_from
from beacon.levels import Risk
from beacon.rasa.messages import (
    CALMED,
    DOUBT,
    GOES_ON,
    LEADS_AFTER,
    OF_ADULT,
    RISK,
    SAYS,
    UNSAYS,
    put_first,
    text_of,
)
from beacon.rasa.plain_component import PlainComponent


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class TopicFinder(PlainComponent):
    """Finds the topics of answers/topics; the classifiers come first, config.yml sees to that."""

    def __init__(self) -> None:
        project.parts().make("topics")

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
        intent, risk = str(message.get(INTENT)["name"]), Risk.of(about.get("level"))
        is_certain = bool(about.get("is_certain", True))
        # A doubtful alarm comes before an adult's answer, and does not take it away.
        of_adults = risk if is_certain else min(risk, Risk.high)
        for_all = [topic for topic in topics if not topic.for_adults and not topic.after]
        for_adults = [topic for topic in topics if topic.for_adults]
        later = [
            {"after": sorted(topic.after), INTENT: topic.leads_to}
            for topic in topics
            if topic.after and topic.leads_from(intent, risk, is_certain=is_certain)
        ]
        found = {
            SAYS: [topic.name for topic in topics] + list(about.get(SAYS, ())),
            UNSAYS: sorted({name for topic in topics for name in topic.takes_back}),
            GOES_ON: sorted({topic.goes_on for topic in topics if topic.goes_on}),
            LEADS_AFTER: later,
            OF_ADULT: led_from(intent, of_adults, for_adults, is_certain=is_certain),
        }
        for name, value in found.items():
            message.set(name, value, add_to_output=True)
        if leads_to := led_from(intent, risk, for_all, is_certain=is_certain):
            put_first(message, leads_to)
        _calm(message, topics)
        if any(topic.leads_to == message.get(INTENT)["name"] for topic in for_all):
            message.set(DOUBT, None, add_to_output=True)


def _calm(message: Message, topics: list[Topic]) -> None:
    """Takes back an alarm that no pattern raised, where all that was said is calm.

    What was raised is kept: it holds where something grave was told before (`Understood.in_chat`).
    """
    about, answer = message.get(RISK) or {}, calm_answer(topics)
    is_alarm = Risk.of(about.get("level")) is Risk.emergency
    says_more = about.get("pattern_levels") or _holds_emoji(text_of(message))
    if answer is None or not is_alarm or says_more:
        return
    message.set(CALMED, message.get(INTENT)["name"], add_to_output=True)
    message.set(RISK, {**about, "level": Risk.none.name}, add_to_output=True)
    put_first(message, answer)


def _holds_emoji(text: str) -> bool:
    """Whether it holds a sign that no phrase reads: a crying face may turn its meaning."""
    return any(unicodedata.category(sign) == "So" for sign in text)
