from __future__ import annotations

from typing import Any

import pytest

from beacon.answers.understood import Understood
from beacon.levels import Risk


def test_an_empty_message_is_not_understood() -> None:
    message = Understood.of({})
    assert message == Understood()
    assert message.intent == "nlu_fallback"
    assert not message.is_alarm


@pytest.mark.parametrize(
    ("parsed", "risk"),
    [
        ({}, Risk.none),
        ({"intent": {"name": "disclose_coerced"}}, Risk.high),
        ({"intent": {"name": "greet"}, "risk": {"level": "emergency"}}, Risk.emergency),
        ({"intent": {"name": "crisis_self_harm"}, "risk": {"level": "none"}}, Risk.emergency),
        ({"intent": {"name": None}}, Risk.none),
    ],
)
def test_the_risk_of_a_message(parsed: dict[str, Any], risk: Risk) -> None:
    assert Understood.of(parsed).risk is risk


def test_a_level_that_there_is_not_is_an_error() -> None:
    with pytest.raises(KeyError):
        Understood.of({"risk": {"level": "grave"}})


@pytest.mark.parametrize(("levels", "has_pattern"), [(["high"], False), (["emergency"], True)])
def test_only_a_pattern_of_an_emergency_counts(levels: list[str], has_pattern: bool) -> None:
    assert Understood.of({"risk": {"pattern_levels": levels}}).has_pattern is has_pattern


def test_of_each_kind_of_entity_the_first_counts() -> None:
    entities = [{"entity": "term", "value": "sexting"}, {"entity": "term", "value": "grooming"}]
    assert Understood.of({"entities": entities}).entities == {"term": "sexting"}


def test_only_words_are_held_against_the_topics() -> None:
    assert Understood.of({"says": []}).is_typed
    assert not Understood.of({"intent": {"name": "affirm"}}).is_typed


@pytest.mark.parametrize(
    ("is_sure", "known", "language"), [(True, "sr", "sr"), (True, "de", "hr"), (False, "sr", None)]
)
def test_a_language_is_sure_or_that_of_the_chat_beside_a_rival(
    is_sure: bool, known: str, language: str | None
) -> None:
    parsed = {"language": "hr", "language_is_sure": is_sure, "language_rivals": ["sr"]}
    assert Understood.of(parsed).sure_language(known) == language


def test_what_is_read_in_another_way_keeps_its_words_and_asks_nothing_back() -> None:
    parsed = {"intent": {"name": "deny"}, "says": ["edge"], "doubt": "affirm"}
    message = Understood.of(parsed).read_as("crisis_self_harm", Risk.emergency, is_certain=False)
    assert (message.intent, message.says) == ("crisis_self_harm", {"edge"})
    assert message.is_doubtful_alarm
    assert message.doubt is None


def test_a_person_hears_of_an_alarm_that_calm_words_took_back() -> None:
    parsed = {"intent": {"name": "out_of_scope"}, "calmed": "crisis_self_harm"}
    message = Understood.of(parsed)
    assert (message.risk, message.raised_risk) == (Risk.none, Risk.emergency)
