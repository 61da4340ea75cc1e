from __future__ import annotations

from typing import Any

import pytest

from beacon import project
from beacon.answers.conversation import BARE, read_turn
from beacon.levels import ADULT, Risk
from beacon.understanding import danger
from beacon.understanding.writers import AT_FIRST, LABELS, PARENT


def test_the_risk_is_never_below_that_of_the_intent() -> None:
    turn = read_turn({"intent": {"name": "disclose_sextortion"}}, {}, [])
    assert turn.risk is Risk.high


def test_the_risk_of_the_message_may_be_above_that_of_the_intent() -> None:
    message = {"intent": {"name": "greet"}, "risk": {"level": "emergency"}}
    assert read_turn(message, {}, []).risk is Risk.emergency


def test_the_highest_risk_is_kept() -> None:
    turn = read_turn({"intent": {"name": "greet"}}, {"risk": "high"}, [])
    assert (turn.risk, turn.highest_risk) == (Risk.none, Risk.high)


@pytest.mark.parametrize(
    ("message", "slots", "hint", "language"),
    [
        ({"language": "uk", "language_is_sure": True}, {"language": "de"}, "fr", "uk"),
        ({"language": "uk", "language_is_sure": False}, {"language": "de"}, "fr", "de"),
        (
            {"language": "hr", "language_is_sure": True, "language_rivals": ["sr"]},
            {"language": "sr"},
            None,
            "sr",
        ),
        (
            {"language": "hr", "language_is_sure": True, "language_rivals": ["sr"]},
            {"language": "de"},
            None,
            "hr",
        ),
        ({"language": "uk"}, {}, "fr", "fr"),
        ({"language": "pl", "language_hint": "pl"}, {}, None, "pl"),
        ({"language": "pl", "language_hint": "pl"}, {"language": "de"}, None, "de"),
        ({"language": "uk", "language_is_sure": True, "language_hint": "pl"}, {}, None, "uk"),
        ({}, {"language": None}, None, "en"),
    ],
    ids=[
        "that of the message",
        "that of those before",
        "that of the chat beside a rival",
        "that of the message without one",
        "that of the page",
        "that of the page, with the message",
        "that of those before, not of the page",
        "that of the message, not of the page",
        "none",
    ],
)
def test_the_language_is_the_surest_that_is_known(
    message: dict[str, Any], slots: dict[str, Any], hint: str | None, language: str
) -> None:
    assert read_turn(message, slots, hint=hint).language == language


def test_facts_are_the_first_of_their_kind() -> None:
    entities = [
        {"entity": "term", "value": "sexting"},
        {"entity": "term", "value": "grooming"},
        {"entity": "age_band", "value": "8-10"},
    ]
    turn = read_turn({"intent": {"name": "ask_define_term"}, "entities": entities}, {}, [])
    assert turn.facts == {"term": "sexting"}


def test_utterances_of_others_are_passed_over() -> None:
    turn = read_turn({}, {}, [{"answer": "greet", "asks": "age"}, {"utter_action": "x"}])
    assert [said.answer for said in turn.said] == ["greet"]
    assert turn.history.asked("age")


def test_a_message_without_an_intent_is_not_understood() -> None:
    assert read_turn({}, {}, []).intent == "nlu_fallback"


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


def test_an_emergency_that_names_no_crisis_is_that_which_was_named_before() -> None:
    vague = {"intent": {"name": "crisis_immediate_danger"}, "risk": {"names_crisis": False}}
    assert read_turn(vague, {}, []).intent == "crisis_immediate_danger"
    assert read_turn(vague, {}, [{"answer": "crisis_self_harm"}]).intent == "crisis_self_harm"
    named = {"intent": {"name": "crisis_immediate_danger"}, "risk": {"names_crisis": True}}
    said = [{"answer": "crisis_self_harm"}]
    assert read_turn(named, {}, said).intent == "crisis_immediate_danger"


def test_an_age_that_nothing_was_found_of_is_unknown() -> None:
    message = {"intent": {"name": "inform_age"}}
    assert read_turn(message, {}, []).facts == {"age": "unknown"}
    assert read_turn(message, {"age_band": "adult"}, []).facts == {}


CLOCK = {
    "intent": {"name": "inform_age"},
    "doubt": "restart",
    "leads_after": [
        {"after": ["joke"], "intent": "deny"},
        {"after": ["deadline", "pay_again"], "intent": "disclose_sextortion"},
    ],
}


@pytest.mark.parametrize(
    ("message", "before", "intent"),
    [
        ({}, [{"says": ["deadline"]}], "disclose_sextortion"),
        ({}, [{"says": ["deadline"]}, {"says": ["my_picture"]}], "disclose_sextortion"),
        ({}, [{"says": ["my_picture"]}], "inform_age"),
        ({}, [{"says": ["deadline"]}, {"unsays": ["deadline"]}], "inform_age"),
        ({"unsays": ["deadline"]}, [{"says": ["deadline"]}], "inform_age"),
        ({}, [], "inform_age"),
    ],
    ids=["said", "said earlier", "not said", "taken back", "taken back now", "nothing said"],
)
def test_a_message_may_mean_something_else_after_what_was_said(
    message: dict[str, Any], before: list[dict[str, Any]], intent: str
) -> None:
    turn = read_turn({**CLOCK, **message}, {}, [{"answer": "thank", **one} for one in before])
    assert turn.intent == intent
    assert (turn.doubt is None) is (intent != "inform_age")


WHAT_ABOUT = {
    "intent": {"name": "ask_factsheet", "confidence": 0.95},
    "entities": [{"entity": "country", "value": "IS"}],
}
UNSURE = {"intent": {"name": "ask_factsheet", "confidence": 0.5}}
ASKED_FOR_COUNTRY = {"answer": "disclose_sextortion", "asks": "country", "risk": "high"}


@pytest.mark.parametrize("band", [None, "14-17", "adult"])
@pytest.mark.parametrize("doubt", [None, "ask_law"])
def test_a_country_that_answers_the_bot_in_a_question_is_taken_and_known(
    doubt: str | None, band: str | None
) -> None:
    """It fills no slot, for it may ask what the factsheet says; nobody is asked back."""
    message = {**WHAT_ABOUT, **UNSURE, "doubt": doubt}
    turn = read_turn(message, {"risk": "high", "age_band": band}, [ASKED_FOR_COUNTRY])
    reply = project.composer().reply(turn)
    assert turn.country == "IS"
    assert reply.said.answer == "find_help"
    assert reply.help
    assert reply.help.country == "IS"
    assert not reply.help.across_borders


def test_a_child_that_was_asked_for_the_country_surely_answers() -> None:
    slots = {"risk": "high", "age_band": "11-13"}
    assert read_turn(WHAT_ABOUT, slots, [ASKED_FOR_COUNTRY]).country == "IS"


@pytest.mark.parametrize(
    ("band", "risk", "asks"),
    [("adult", "high", "country"), (None, "none", "country"), (None, "high", None)],
    ids=["an adult who surely asks", "nothing told", "not asked for"],
)
def test_a_country_that_is_asked_about_is_not_where_the_writer_is(
    band: str | None, risk: str, asks: str | None
) -> None:
    slots, said = {"risk": risk, "age_band": band}, {**ASKED_FOR_COUNTRY, "asks": asks}
    assert read_turn(WHAT_ABOUT, slots, [said]).country is None


def test_of_a_child_that_was_taken_for_a_parent_no_parents_case_was_told() -> None:
    said = [{"answer": "parent_child_affected"}, {"answer": "inform_age", "says": ["says_young"]}]
    message = {"intent": {"name": "ask_law"}}
    assert "told" not in read_turn(message, {}, said).facts
    assert read_turn(message, {"age_band": "adult"}, said).facts["told"] == "parent_child_affected"


def test_who_writes_is_believed_by_all_messages_so_far() -> None:
    chances = {**dict.fromkeys(LABELS, 0.03), PARENT: 0.85}
    parsed = {"intent": {"name": "ask_report"}, "writers": chances}
    first = read_turn(parsed, {})
    assert first.writer[PARENT] > AT_FIRST[PARENT]
    assert first.band is None
    said = [{"answer": "ask_report", "writer": dict(first.writer)}]
    second = read_turn(parsed, {}, said)
    assert second.writer[PARENT] > first.writer[PARENT]
    assert second.band == ADULT
    assert read_turn(parsed, {"age_band": "11-13"}, said).band == "11-13"


@pytest.mark.parametrize("intent", ["affirm", "deny"])
def test_a_bare_yes_or_no_says_nothing_of_danger(intent: str) -> None:
    calm = [{"answer": "start_quiz", "stands": danger.surely(danger.CALM)}]
    shows = {"intent": {"name": intent}, "danger": danger.surely(danger.NOW)}
    assert read_turn({**shows, "like": {"words": BARE}}, {}, calm).stands == calm[0]["stands"]
    longer = read_turn({**shows, "like": {"words": BARE + 1}}, {}, calm)
    assert danger.in_danger(longer.stands) > danger.in_danger(danger.surely(danger.CALM))
