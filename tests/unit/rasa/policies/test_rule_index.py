from __future__ import annotations

import json
import random
from typing import Any

import pytest
from rasa.core.policies.rule_policy import RulePolicy

from beacon.rasa.policies.rule_index import RuleIndex

ACTIONS = ["action_listen", "utter_greet", "utter_ask_law", "__is_not_set__", None]
INTENTS = ["greet", "ask_law", "nlu_fallback", "__is_not_set__", None]
RISKS = ["high", "emergency", "__is_not_set__", None]


def state(action: str | None, intent: str | None, risk: str | None) -> dict[str, Any]:
    """A state as Rasa has it; what is None does not stand in it."""
    made: dict[str, Any] = {}
    if action:
        made["prev_action"] = {"action_name": action}
    if intent:
        made["user"] = {"intent": intent}
    if risk:
        made["slots"] = {"risk": (risk,)}
    return made


def drawn(source: random.Random, length: int) -> list[dict[str, Any]]:
    return [state(*map(source.choice, (ACTIONS, INTENTS, RISKS))) for _ in range(length)]


@pytest.fixture
def rules() -> dict[str, str]:
    """Two hundred rules of one to three states."""
    source = random.Random(1)
    return {
        json.dumps(drawn(source, source.randint(1, 3)), sort_keys=True): f"utter_{number}"
        for number in range(200)
    }


def fitting(rules: dict[str, str], states: list[dict[str, Any]]) -> set[str]:
    """What Rasa's own rule policy finds among them."""
    policy: Any = object.__new__(RulePolicy)
    return set(policy._get_possible_keys(rules, states))


@pytest.mark.parametrize("seed", range(50))
def test_no_rule_that_fits_is_left_out(rules: dict[str, str], seed: int) -> None:
    source = random.Random(seed)
    states = drawn(source, source.randint(1, 4))
    near = RuleIndex(rules).near(states[-1])
    assert fitting(near, states) == fitting(rules, states)


def test_most_rules_are_not_looked_at(rules: dict[str, str]) -> None:
    near = RuleIndex(rules).near(state("action_listen", "greet", None))
    assert 0 < len(near) < len(rules) / 2


def test_it_knows_the_rules_that_it_was_made_of(rules: dict[str, str]) -> None:
    index = RuleIndex(rules)
    assert index.is_of(rules)
    assert not index.is_of(dict(rules))
    rules.popitem()
    assert not index.is_of(rules)
