"""Country, age band, language and terms, as Rasa entities."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.message import Message

from beacon import project
from beacon.entities.ages import BARE_AGES
from beacon.entities.model import Mention
from beacon.rasa.messages import add_entity, text_of
from beacon.rasa.pipeline.plain_component import PlainComponent
from beacon.understanding.parse_keys import IS_READ, LANGUAGE, LANGUAGE_IS_SURE, LANGUAGE_RIVALS

# From this chance on the language of a message is sure, and that of the page does not count.
SURE_LANGUAGE = 0.6
# The country of an offender must not choose the helpline of the child.
OF_THE_WRITER = 0.5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class EntityFinder(PlainComponent):
    """Finds what a message says about its writer: where, how old, in which language."""

    def __init__(self) -> None:
        self._finders = project.finders()
        self._languages = project.language_detector()
        project.parts().make("risk_patterns")

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the entities; the surest mention of one kind comes last, and fills the slot."""
        for message in messages:
            text = text_of(message)
            if not text:
                continue
            found = self._find(text)
            found += self._age_beside_country(text, found)
            mentions = [mention for mention in found if mention.confidence >= OF_THE_WRITER]
            for mention in sorted(mentions, key=lambda mention: mention.confidence):
                self._add(message, mention)
            self._set_language(message, text)
            message.set(ENTITIES, message.get(ENTITIES) or [], add_to_output=True)
        return messages

    def _find(self, text: str) -> list[Mention]:
        return [mention for finder in self._finders for mention in finder.find(text)]

    def _age_beside_country(self, text: str, found: list[Mention]) -> list[Mention]:
        """The age in an answer such as "13 canada", which is a number beside a country."""
        left = text
        for mention in found:
            if mention.entity == "country":
                length = mention.end - mention.start
                left = left[: mention.start] + " " * length + left[mention.end :]
        number = left.strip(" ,.;:!-")
        is_told = any(mention.entity == "age_band" for mention in found)
        if left == text or is_told or not number.isdecimal() or int(number) not in BARE_AGES:
            return []
        return [mention for mention in self._find(left) if mention.entity == "age_band"]

    @staticmethod
    def _add(message: Message, mention: Mention) -> None:
        add_entity(message, mention.entity, mention.value, mention.start, mention.end)

    def _set_language(self, message: Message, text: str) -> None:
        detected = self._languages.detect(text)
        hint = (message.get("metadata") or {}).get(LANGUAGE)
        is_likely = detected.confidence >= SURE_LANGUAGE
        is_sure = is_likely or _is_in_a_pattern_of(detected.language, text)
        language = detected.language if is_sure else hint or detected.language
        message.set(LANGUAGE, language, add_to_output=True)
        message.set(LANGUAGE_IS_SURE, is_sure, add_to_output=True)
        message.set(LANGUAGE_RIVALS, sorted(detected.rivals), add_to_output=True)
        message.set(IS_READ, self._languages.reads(detected.language), add_to_output=True)


def _is_in_a_pattern_of(language: str, text: str) -> bool:
    """Whether words of risk/patterns settle it: the language of a short cry is hard to tell."""
    return any(match.language == language for match in project.risk_patterns().matches(text))
