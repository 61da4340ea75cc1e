from __future__ import annotations

from typing import Any

from beacon.lessons.explanation import explain, source_words

MESSAGE: dict[str, Any] = {
    "intent": {"name": "ask_pressure", "confidence": 0.914},
    "intent_ranking": [
        {"name": "ask_pressure", "confidence": 0.914},
        {"name": "ask_should_i_share", "confidence": 0.031},
    ],
    "risk": {"level": "concern", "emergency": 0.012, "patterns": [], "pattern_levels": []},
}
REPLY: dict[str, Any] = {
    "text": "No is a whole answer. You owe nobody a picture. Tell a grown-up you trust.",
    "answer": "ask_pressure",
    "band": "11-13",
    "sources": ["factsheet:IX-1", "service:stopsextortion.com", "own"],
}


def test_what_was_understood_and_how_surely() -> None:
    why = explain(MESSAGE, {}, REPLY)
    assert (why["intent"], why["sure"]) == ("ask_pressure", 0.91)
    assert why["second"] == {"intent": "ask_should_i_share", "sure": 0.03}
    assert "keeps asking" in why["means"]
    assert why["rule"] == "ask_pressure → ask_pressure, for 11-13"


def test_a_follow_up_is_named() -> None:
    reply = {**REPLY, "answer": "follow_up", "facts": {"follow_up": "push_what_is_love"}}
    rule = explain(MESSAGE, {}, reply)["rule"]
    assert rule == "ask_pressure → the follow-up push_what_is_love, for 11-13"


def test_a_next_intent_without_a_chance_is_left_out() -> None:
    ranking = [MESSAGE["intent_ranking"][0], {"name": "ask_law", "confidence": 0.004}]
    assert explain({**MESSAGE, "intent_ranking": ranking}, {}, REPLY)["second"] is None


def test_sources_and_grade_of_the_answer() -> None:
    why = explain(MESSAGE, {}, REPLY)
    assert why["sources"] == ["Factsheet, IX-1", "stopsextortion.com", "Beacon's own words"]
    assert 0 < why["grade"] < 6


def test_the_words_around_the_services_are_graded_not_the_services() -> None:
    help_reply = {
        "text": "a very much longer text with internationalised telecommunication services",
        "custom": {"type": "help", "before": ["It is not your fault."], "after": ["You can call."]},
    }
    assert explain(MESSAGE, {}, help_reply)["grade"] < 4
    assert explain(MESSAGE, {}, {"text": "Hello."})["grade"] is None


def test_the_risk_of_the_chat_is_the_highest_so_far() -> None:
    why = explain(MESSAGE, {"risk": "high"}, REPLY)
    assert (why["risk"], why["conversation_risk"]) == ("concern", "high")
    assert why["reasons"][0] == "What it is about counts as concern at least."
    assert "1%" in why["reasons"][-1]


def test_patterns_are_named() -> None:
    risk = {"level": "high", "patterns": ["pay_or_else"], "pattern_levels": ["high"]}
    reasons = explain({**MESSAGE, "risk": risk}, {}, REPLY)["reasons"]
    assert "Some words fit the pattern “pay or else” (high)." in reasons


def test_words_that_raise_the_risk_above_that_of_the_intent() -> None:
    why = explain({**MESSAGE, "risk": {"level": "high"}}, {}, REPLY)
    assert "The words themselves raise it." in why["reasons"]


def test_a_message_that_nobody_understood() -> None:
    why = explain({}, {}, {})
    assert (why["intent"], why["means"], why["second"]) == (
        "nlu_fallback",
        "not understood",
        None,
    )


def test_a_place_in_the_factsheet_and_a_service() -> None:
    assert source_words("factsheet:practice BG") == "Factsheet, practice BG"
    assert source_words("service:childline.org.uk/info") == "childline.org.uk/info"
