"""What a message says beside its intent, by its words; some of it says the intent too."""

from __future__ import annotations

import unicodedata
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message

from beacon import project
from beacon.answers.topics import Calm, Topic, calm_topic, leading
from beacon.levels import Risk
from beacon.rasa.messages import put_first, spellings_of, text_of
from beacon.rasa.pipeline.plain_component import PlainComponent
from beacon.understanding.contract import SELF_HARM
from beacon.understanding.parse_keys import (
    AFTER,
    CALMED,
    DOUBT,
    GOES_ON,
    INTENT_NAME,
    IS_CERTAIN,
    LEADS_AFTER,
    LED,
    LED_IN_DOUBT,
    LEVEL,
    NOT_AFTER,
    OF_ADULT,
    OF_CASE,
    ONLY_IN_DOUBT,
    PATTERN_LEVELS,
    RISK,
    SAYS,
    SOFTENED,
    UNSAYS,
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class TopicFinder(PlainComponent):
    """Finds the topics of answers/topics; in config.yml it stands after the classifiers."""

    def __init__(self) -> None:
        project.parts().make("topics")

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets the names of the topics, those that they take back, and the intent of one.

        An intent that words have said is not asked back, however close two others were.
        """
        for message in messages:
            if text_of(message):
                self._set(message, project.topics().matches(*spellings_of(message)))
        return messages

    @staticmethod
    def _set(message: Message, topics: list[Topic]) -> None:
        _calm(message, topics)
        about = message.get(RISK) or {}
        intent, risk = str(message.get(INTENT)[INTENT_NAME]), Risk.of(about.get(LEVEL))
        is_certain = bool(about.get(IS_CERTAIN, True))
        of_case = [topic for topic in topics if topic.of_case]
        for_all = [
            topic for topic in topics if not (topic.for_adults or topic.of_case or topic.after)
        ]
        for_adults = [topic for topic in topics if topic.for_adults]
        # A sure wish to die is led by nothing that was said before, though it is doubted later.
        stays_sure = is_certain and intent == SELF_HARM
        leads = leading(intent, risk, for_all, is_certain=is_certain)
        in_doubt = leading(intent, risk, for_all, is_certain=False)
        if leads and leads.leads_to:
            put_first(message, leads.leads_to)
            if leads.calm is Calm.ALWAYS and not about.get(PATTERN_LEVELS):
                message.set(RISK, {**about, LEVEL: Risk.none.name}, add_to_output=True)
        holds = leads.not_after if leads and risk is Risk.emergency else ()
        stays = [{AFTER: sorted(holds), INTENT: intent}] if holds else []
        later = [
            {
                AFTER: sorted(topic.after),
                INTENT: topic.leads_to,
                ONLY_IN_DOUBT: not topic.leads_from(intent, risk, is_certain=is_certain),
            }
            for topic in topics
            if topic.after and topic.leads_from(intent, risk, is_certain=stays_sure)
        ]
        found: dict[str, Any] = {
            SAYS: [topic.name for topic in topics] + list(about.get(SAYS, ())),
            UNSAYS: sorted({name for topic in topics for name in topic.takes_back}),
            GOES_ON: sorted(frozenset().union(*(topic.goes_on for topic in topics))),
            LEADS_AFTER: [*stays, *later],
            OF_ADULT: _of_adult(intent, risk, for_adults, is_certain),
            OF_CASE: _of_adult(intent, risk, of_case, is_certain),
        }
        is_led = any(topic.leads_to == message.get(INTENT)[INTENT_NAME] for topic in for_all)
        found[LED] = is_led
        if in_doubt:
            not_after = sorted(in_doubt.not_after)
            found[LED_IN_DOUBT] = {INTENT: in_doubt.leads_to, NOT_AFTER: not_after}
        for name, value in found.items():
            message.set(name, value, add_to_output=True)
        if is_led:
            message.set(DOUBT, None, add_to_output=True)


def _of_adult(intent: str, risk: Risk, topics: list[Topic], is_certain: bool) -> str | None:
    """What an adult means; a doubtful alarm comes before that, and does not take it away."""
    level = risk if is_certain else min(risk, Risk.high)
    leads = leading(intent, risk, topics, is_certain=is_certain) or leading(intent, level, topics)
    return leads.leads_to if leads else None


def _calm(message: Message, topics: list[Topic]) -> None:
    """Takes back an alarm that no pattern raised, where what was said is calm, or softens it.

    What was raised is kept: it holds where something grave was told before (`Understood.in_chat`).
    """
    about, topic = message.get(RISK) or {}, calm_topic(topics)
    is_alarm = Risk.of(about.get(LEVEL)) is Risk.emergency
    says_more = about.get(PATTERN_LEVELS) or _holds_emoji(text_of(message))
    if topic is None or not is_alarm or says_more:
        return
    if topic.calm is Calm.PERHAPS:
        message.set(RISK, {**about, SOFTENED: topic.leads_to}, add_to_output=True)
        return
    if topic.calm is Calm.UNLESS_GRAVE:
        message.set(CALMED, message.get(INTENT)[INTENT_NAME], add_to_output=True)
    message.set(RISK, {**about, LEVEL: Risk.none.name}, add_to_output=True)
    put_first(message, str(topic.leads_to))


def _holds_emoji(text: str) -> bool:
    """Whether it holds a sign that no phrase reads: a crying face may turn its meaning."""
    return any(unicodedata.category(sign) == "So" for sign in text)
