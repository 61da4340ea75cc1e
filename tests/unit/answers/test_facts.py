"""The facts of a turn are what its message names, and what was said before."""

from __future__ import annotations

import pytest

from beacon.answers.conversation import read_turn


def test_facts_are_the_first_of_their_kind() -> None:
    entities = [
        {"entity": "term", "value": "sexting"},
        {"entity": "term", "value": "grooming"},
        {"entity": "age_band", "value": "8-10"},
    ]
    turn = read_turn({"intent": {"name": "ask_define_term"}, "entities": entities}, {}, [])
    assert turn.facts == {"term": "sexting"}


DYING = {"intent": {"name": "crisis_self_harm"}, "risk": {"level": "emergency"}}
BLACKMAILED = {"answer": "disclose_sextortion"}


def test_an_emergency_is_about_what_its_message_tells() -> None:
    message = {**DYING, "risk": {"level": "emergency", "disclosure": "disclose_image_shared"}}
    facts = read_turn(message, {}, [BLACKMAILED]).facts
    assert facts == {"disclosure": "disclose_image_shared", "told": "disclose_sextortion"}


def test_an_emergency_is_about_what_was_told_last() -> None:
    said = [{"answer": "disclose_friend"}, BLACKMAILED, {"answer": "greet"}]
    assert read_turn(DYING, {}, said).facts["disclosure"] == "disclose_sextortion"


def test_what_was_told_is_known_afterwards() -> None:
    thanks = {"intent": {"name": "thank"}}
    assert read_turn(thanks, {}, [BLACKMAILED]).facts == {"told": "disclose_sextortion"}
    later = [BLACKMAILED, {"answer": "ask_law"}, {"answer": "ask_received_image"}]
    assert read_turn(thanks, {}, later).facts == {"told": "ask_received_image"}


@pytest.mark.parametrize(
    ("intent", "before", "again"),
    [
        ("thank", "thank", True),
        ("thank", "ask_law", False),
        ("nlu_fallback", "out_of_scope", True),
    ],
)
def test_what_was_answered_before_is_known(intent: str, before: str, again: bool) -> None:
    facts = read_turn({"intent": {"name": intent}}, {}, [{"answer": before}]).facts
    assert ("again" in facts) is again


def test_an_age_that_nothing_was_found_of_is_unknown() -> None:
    message = {"intent": {"name": "inform_age"}}
    assert read_turn(message, {}, []).facts == {"age": "unknown"}
    assert read_turn(message, {"age_band": "adult"}, []).facts == {}


def test_of_a_child_that_was_taken_for_a_parent_no_parents_case_was_told() -> None:
    said = [{"answer": "parent_child_affected"}, {"answer": "inform_age", "says": ["says_young"]}]
    message = {"intent": {"name": "ask_law"}}
    assert "told" not in read_turn(message, {}, said).facts
    assert read_turn(message, {"age_band": "adult"}, said).facts["told"] == "parent_child_affected"
