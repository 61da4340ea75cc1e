from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.fallback_classifier import FallbackClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from beacon.rasa.messages import chances_of, put_first, set_chances
from beacon.rasa.pipeline.cascade_component import CascadeComponent
from beacon.rasa.pipeline.intent_classifier import CascadeIntentClassifier, for_the_young, weighed
from beacon.rasa.pipeline.risk_classifier import RiskClassifier

Kind = TypeVar("Kind", bound=CascadeComponent)

RANKING = [("ask_law", 0.4), ("out_of_scope", 0.25), ("crisis_self_harm", 0.2)]


def untrained(kind: type[Kind]) -> Kind:
    return kind(kind.get_default_config(), LocalModelStorage(Path()), Resource("untrained"))


def test_out_of_scope_is_counted_so_many_times_and_the_order_follows() -> None:
    assert weighed(RANKING, 2.0) == [
        ("out_of_scope", 0.5),
        ("ask_law", 0.4),
        ("crisis_self_harm", 0.2),
    ]


def test_no_chance_is_above_one() -> None:
    assert weighed([("out_of_scope", 0.9), ("greet", 0.1)], 3.0)[0] == ("out_of_scope", 1.0)


@pytest.mark.parametrize("ranking", [[], [("greet", 1.0)]])
def test_without_it_nothing_changes(ranking: list[tuple[str, float]]) -> None:
    assert weighed(ranking, 3.0) == ranking


def test_what_nothing_reads_is_not_understood_and_falls_back_no_further(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(CascadeComponent, "ask", lambda *_: pytest.fail("asked"))
    message = Message({TEXT: "أحتاج مساعدة", "language": "ar", "is_read": False})
    untrained(CascadeIntentClassifier).process([message])
    FallbackClassifier({"threshold": 0.1, "ambiguity_threshold": 0.0}).process([message])
    assert message.get(INTENT) == {"name": "nlu_fallback", "confidence": 1.0}
    untrained(RiskClassifier).process([message])
    assert message.get("risk")["level"] == "concern"


def test_nobody_is_taken_for_an_adult_by_chance() -> None:
    ranking = [("parent_how_to_talk", 0.5), ("teacher_incident", 0.3), ("disclose_friend", 0.2)]
    assert for_the_young(ranking, 0.6)[0] == ("disclose_friend", 0.2)
    assert for_the_young(ranking, 0.5) == ranking
    assert for_the_young(ranking[1:][::-1], 0.6)[0] == ("disclose_friend", 0.2)


def test_every_intent_keeps_its_chance_though_few_are_shown() -> None:
    message = Message({TEXT: "x"})
    chances = [(f"intent_{number}", 1 / (number + 2)) for number in range(20)]
    set_chances(message, chances)
    put_first(message, "intent_15")
    assert message.get(INTENT) == {"name": "intent_15", "confidence": 0.5}
    assert len(message.get("intent_ranking")) < len(chances)
    assert dict(chances_of(message)) == {**dict(chances), "intent_15": 0.5}
