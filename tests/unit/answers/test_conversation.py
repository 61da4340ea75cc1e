from __future__ import annotations

from typing import Any

import pytest

from beacon import project
from beacon.answers.conversation import read_turn
from beacon.levels import Risk


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


def test_utterances_of_others_are_passed_over() -> None:
    turn = read_turn({}, {}, [{"answer": "greet", "asks": "age"}, {"utter_action": "x"}])
    assert [said.answer for said in turn.said] == ["greet"]
    assert turn.history.asked("age")


def test_a_message_without_an_intent_is_not_understood() -> None:
    assert read_turn({}, {}, []).intent == "nlu_fallback"


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
