"""The risk of every message, whatever its intent."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from beacon import project
from beacon.levels import Risk
from beacon.rasa.messages import (
    chances_of,
    is_read,
    label_of,
    put_first,
    spellings_of,
    text_of,
)
from beacon.rasa.pipeline.cascade_component import CascadeComponent
from beacon.understanding.contract import lowest_risk
from beacon.understanding.emergency import Assessment, Thresholds, assess
from beacon.understanding.parse_keys import (
    DISCLOSURE,
    EMERGENCY,
    IN_DOUBT,
    INTENT_NAME,
    IS_CERTAIN,
    LEVEL,
    NAMES_CRISIS,
    OTHERWISE,
    PATTERN_LEVELS,
    PATTERNS,
    RISK,
    SAYS,
)

# The chances of the levels where nothing can read the message.
UNREAD = {"none": 0.0, "concern": 1.0, "high": 0.0, "emergency": 0.0}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class RiskClassifier(CascadeComponent):
    """A small classifier and reviewed patterns together; an emergency overrides the intent.

    A message in a language that nothing here reads may be anything: it is a concern, or what a
    pattern finds in it. In config.yml this stands after the classifier of intents.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Thresholds are chances between 0 and 1; docs/model-card.md tells how they were chosen."""
        return {
            "encoders": ["english", "multilingual"],
            "margin": 0.5,
            "watched": ["emergency"],
            "ruled_out": 0.01,
            "strength": 4.0,
            "balance": 0.5,
            "emergency": 0.08,
            "certain": 0.5,
            "high": 0.45,
            "concern": 0.6,
        }

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, storage, resource)
        project.parts().make("risk_patterns")
        self._thresholds = Thresholds(
            config["emergency"], config["certain"], config["high"], config["concern"]
        )

    def train(self, training_data: TrainingData) -> Resource:
        """Fits the heads to the risk levels."""
        return self.learn(training_data, labelled_risk)

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets the risk as entity and output, and the intent where it is an emergency."""
        for message in messages:
            text = text_of(message)
            if not text:
                continue
            risks = dict(self.ask(message)) if is_read(message) else UNREAD
            patterns = project.risk_patterns().matches(*spellings_of(message))
            found = assess(chances_of(message), risks, patterns, self._thresholds)
            self._set(message, found)
        return messages

    @staticmethod
    def _set(message: Message, found: Assessment) -> None:
        about = {
            LEVEL: found.level.name,
            EMERGENCY: round(found.emergency, 3),
            PATTERNS: [match.name for match in found.patterns],
            PATTERN_LEVELS: [match.named_level for match in found.patterns],
            IN_DOUBT: any(match.in_doubt for match in found.patterns),
            DISCLOSURE: found.disclosure,
            NAMES_CRISIS: found.names_crisis,
            IS_CERTAIN: found.is_certain,
            SAYS: [match.says for match in found.patterns if match.says],
        }
        message.set(RISK, about, add_to_output=True)
        message.set(OTHERWISE, found.otherwise, add_to_output=True)
        if found.intent != message.get(INTENT)[INTENT_NAME]:
            # As sure as the intent whose place it takes, so that it does not fall back.
            put_first(message, found.intent)


def labelled_risk(message: Message) -> str:
    """The risk of a training example by its metadata, or else the lowest that its intent has."""
    return str(label_of(message).get(RISK) or Risk(lowest_risk(message.get(INTENT))).name)
