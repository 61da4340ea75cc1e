from __future__ import annotations

import pytest
from rasa.nlu.classifiers.fallback_classifier import FallbackClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from beacon.levels import Risk
from beacon.rasa.messages import set_chances
from beacon.rasa.pipeline.risk_classifier import RiskClassifier
from beacon.understanding.emergency import Assessment


def assessed(best: str, confidence: float, crisis: str) -> Message:
    message = Message({TEXT: "x"})
    set_chances(message, [(best, confidence), (crisis, 0.1)])
    RiskClassifier._set(message, Assessment(Risk.emergency, crisis, 0.1, ()))
    return message


@pytest.mark.parametrize("confidence", [0.2, 0.5, 0.99])
def test_an_emergency_takes_the_place_of_any_intent(confidence: float) -> None:
    message = assessed("ask_law", confidence, "crisis_self_harm")
    assert message.get(INTENT) == {"name": "crisis_self_harm", "confidence": confidence}
    assert [one["name"] for one in message.get("intent_ranking")] == ["crisis_self_harm", "ask_law"]


@pytest.mark.parametrize("confidence", [0.2, 0.5, 0.99])
def test_an_emergency_never_falls_back(confidence: float) -> None:
    message = assessed("ask_law", confidence, "crisis_self_harm")
    FallbackClassifier({"threshold": 0.1, "ambiguity_threshold": 0.0}).process([message])
    assert message.get(INTENT)["name"] == "crisis_self_harm"
