"""What a message means in its chat, who writes, and where the chat stands by then."""

from __future__ import annotations

from typing import Any

import pytest

from beacon.answers.conversation import read_turn
from beacon.answers.hearing import BARE
from beacon.levels import ADULT
from beacon.understanding import danger
from beacon.understanding.writers import AT_FIRST, LABELS, PARENT


def test_an_emergency_that_names_no_crisis_is_that_which_was_named_before() -> None:
    vague = {"intent": {"name": "crisis_immediate_danger"}, "risk": {"names_crisis": False}}
    assert read_turn(vague, {}, []).intent == "crisis_immediate_danger"
    assert read_turn(vague, {}, [{"answer": "crisis_self_harm"}]).intent == "crisis_self_harm"
    named = {"intent": {"name": "crisis_immediate_danger"}, "risk": {"names_crisis": True}}
    said = [{"answer": "crisis_self_harm"}]
    assert read_turn(named, {}, said).intent == "crisis_immediate_danger"


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
    assert danger.chance_of_danger(longer.stands) > danger.chance_of_danger(
        danger.surely(danger.CALM)
    )


@pytest.mark.parametrize(("last", "counts"), [("quiz", False), ("ask_law", True)])
def test_few_words_to_the_quiz_say_nothing_of_danger(*, last: str, counts: bool) -> None:
    calm = [{"answer": last, "stands": danger.surely(danger.CALM)}]
    shows = {"intent": {"name": "out_of_scope"}, "danger": danger.surely(danger.NOW)}
    turn = read_turn({**shows, "like": {"words": BARE}}, {}, calm)
    assert (turn.stands != calm[0]["stands"]) is counts


def test_help_that_all_of_the_chat_shows_ends_an_alarm_whatever_is_said_with_it() -> None:
    """`in_danger` goes by the topic that `danger_past` has added."""
    cry = {"answer": "crisis_self_harm", "risk": "emergency"}
    message = {"intent": {"name": "greet"}, "says": [], "like": {"words": 5}}
    for state, intent in ((danger.OVER, "affirm"), (danger.CALM, "greet")):
        stands = danger.surely(state)
        before = [{**cry, "stands": stands}]
        heard = read_turn({**message, "danger": stands}, {"risk": "emergency"}, before)
        assert heard.intent == intent
