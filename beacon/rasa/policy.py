"""Rasa's rules, noting on the way what the message said of risk and language."""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from beacon.rasa.messages import LANGUAGE, RISK


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class NotingRulePolicy(RulePolicy):
    """The rule policy; with the first prediction of a turn it sets the slots `risk`, `language`.

    They are no entities: they are said by no word of the message, and a test story need not
    annotate them.
    """

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """What the rules say, and the events that note risk and language."""
        prediction = super().predict_action_probabilities(
            tracker, domain, rule_only_data=rule_only_data, **kwargs
        )
        prediction.events = [*prediction.events, *noted(tracker)]
        return prediction


def noted(tracker: DialogueStateTracker) -> list[Event]:
    """The slots that the latest message sets, once, before the first action of the turn."""
    if tracker.latest_message is None or tracker.latest_action_name != ACTION_LISTEN_NAME:
        return []
    parsed = tracker.latest_message.parse_data
    values = {RISK: (parsed.get(RISK) or {}).get("level"), LANGUAGE: parsed.get(LANGUAGE)}
    if not parsed.get("language_is_sure"):
        del values[LANGUAGE]
    return [
        SlotSet(slot, value)
        for slot, value in values.items()
        if value and value != tracker.get_slot(slot)
    ]
