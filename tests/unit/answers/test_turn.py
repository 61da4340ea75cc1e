"""What a turn says of its message and its chat."""

from __future__ import annotations

import pytest

from beacon.answers import Turn
from beacon.answers.history import ALARM, TOLD
from beacon.levels import Risk

DOUBTFUL = {ALARM: "doubtful"}
CRISIS = "crisis_immediate_danger"


@pytest.mark.parametrize(
    ("turn", "is_sure", "is_doubtful", "is_asked"),
    [
        (Turn(CRISIS, Risk.emergency), True, False, False),
        (Turn(CRISIS, Risk.emergency, facts=DOUBTFUL), False, True, True),
        (Turn("ask_law", Risk.emergency, facts=DOUBTFUL), False, True, False),
        (Turn("ask_law", Risk.high, highest_risk=Risk.emergency), False, False, False),
    ],
    ids=["sure", "doubtful", "doubtful beside an answer", "none, after one"],
)
def test_an_alarm_is_sure_or_doubtful(
    turn: Turn, is_sure: bool, is_doubtful: bool, is_asked: bool
) -> None:
    assert turn.is_sure_alarm is is_sure
    assert turn.is_doubtful_alarm is is_doubtful
    assert turn.is_asked_whether_safe is is_asked


@pytest.mark.parametrize(
    ("turn", "may_be_grave"),
    [
        (Turn("ask_law", doubt="ask_risks"), False),
        (Turn("ask_law", Risk.concern), False),
        (Turn("ask_law", Risk.high), True),
        (Turn("disclose_friend"), True),
        (Turn("ask_law", doubt="crisis_self_harm"), True),
    ],
    ids=["a question", "a concern", "a risk", "a disclosure", "perhaps a crisis"],
)
def test_what_is_urgent_or_may_be_is_known(turn: Turn, may_be_grave: bool) -> None:
    assert turn.may_be_grave is may_be_grave


def test_the_case_and_the_country_are_facts() -> None:
    turn = Turn("ask_law", facts={TOLD: "disclose_friend", "country": "GB"})
    assert turn.case_told == "disclose_friend"
    assert turn.names_country
    assert Turn("ask_law", country="GB").case_told is None
    assert not Turn("ask_law", country="GB").names_country
