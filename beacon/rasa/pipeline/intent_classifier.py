"""Which intent a message has, and whether a second one is as likely."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from beacon.rasa.messages import is_read, language_of, set_chances
from beacon.rasa.pipeline.cascade_component import CascadeComponent
from beacon.understanding.contract import CRISES, FALLBACK, OF_ADULTS, OUT_OF_SCOPE
from beacon.understanding.parse_keys import CONFIDENCE, DOUBT, INTENT_NAME


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class CascadeIntentClassifier(CascadeComponent, IntentClassifier):
    """Logistic regression on sentence vectors, English first, all languages where needed."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`margin`, `watched`, `ruled_out` ask the next head; `doubt` offers the second intent too.

        `out_of_scope` makes up for a head that finds an intent in almost everything: its chance
        counts that many times. Nobody is taken for an adult below the chance `adult`.
        docs/model-card.md tells how the values were chosen.
        """
        return {
            "encoders": ["english", "multilingual"],
            "margin": 0.4,
            "watched": list(CRISES),
            "ruled_out": 0.01,
            "doubt": 0.05,
            "adult": 0.6,
            "out_of_scope": 25.0,
            "out_of_scope_in_other_languages": 10.0,
            "strength": 4.0,
            "balance": 0.5,
        }

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, storage, resource)
        self._doubt: float = config["doubt"]
        self._adult: float = config["adult"]
        others = config["out_of_scope_in_other_languages"]
        self._out_of_scope: dict[bool, float] = {True: config["out_of_scope"], False: others}

    def train(self, training_data: TrainingData) -> Resource:
        """Fits the heads to the intents."""
        return self.learn(training_data, lambda message: str(message.get(INTENT)))

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets intent, ranking, and the second intent where the two best are close.

        What is in a language that nothing here reads is not understood, whatever it looks like.
        """
        for message in messages:
            if not is_read(message):
                self._set(message, [(FALLBACK, 1.0)])
                continue
            is_english = language_of(message) == "en"
            ranking = weighed(self.ask(message), self._out_of_scope[is_english])
            if ranking:
                self._set(message, for_the_young(ranking, self._adult))
            else:
                message.set(INTENT, {INTENT_NAME: None, CONFIDENCE: 0.0}, add_to_output=True)
        return messages

    def _set(self, message: Message, ranking: list[tuple[str, float]]) -> None:
        set_chances(message, ranking)
        if len(ranking) > 1 and ranking[0][1] - ranking[1][1] < self._doubt:
            message.set(DOUBT, ranking[1][0], add_to_output=True)


def for_the_young(ranking: list[tuple[str, float]], least: float) -> list[tuple[str, float]]:
    """The ranking, where an intent of adults comes first only with a chance of at least `least`.

    Whoever asks that is spoken to as an adult from then on: an adult who reads what is written for
    the young may find it odd, a child that is spoken to as its own parent is left alone.
    """
    if ranking[0][0] not in OF_ADULTS or ranking[0][1] >= least:
        return ranking
    return sorted(ranking, key=lambda one: one[0] in OF_ADULTS)


def weighed(ranking: list[tuple[str, float]], factor: float) -> list[tuple[str, float]]:
    """The ranking with `out_of_scope` counted that many times; the others keep their chances.

    The chances of a crisis are judged by themselves: they must not shrink.
    """
    counted = [
        (name, min(1.0, chance * factor) if name == OUT_OF_SCOPE else chance)
        for name, chance in ranking
    ]
    return sorted(counted, key=lambda one: one[1], reverse=True)
