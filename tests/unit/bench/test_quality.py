from __future__ import annotations

import math

import pytest

from beacon.bench.labelled import Labelled
from beacon.bench.quality import Result, confusions, measure

CRY, CALM, ELSE = "crisis_self_harm", "ask_law", "out_of_scope"


def understood(was: str, taken_for: str, also: str | None = None, risk: str = "none") -> Result:
    return Result(Labelled("", was, also, "en", "11-13"), taken_for, risk)


def test_a_second_label_counts_as_right() -> None:
    results = [understood(CALM, CALM), understood(CALM, "greet", also="greet")]
    assert measure(results).accuracy == 1.0


def test_the_macro_f1_counts_each_intent_alike() -> None:
    results = [understood(CALM, CALM), understood("greet", "greet"), understood("thank", CALM)]
    found = measure(results)
    assert (found.messages, found.accuracy) == (3, pytest.approx(2 / 3))
    # F1 of ask_law is 2/3, of greet 1, of thank 0.
    assert found.macro_f1 == pytest.approx(5 / 9)


@pytest.mark.parametrize(
    ("one", "caught"),
    [
        (understood(CRY, CRY), 1.0),
        (understood(CRY, "crisis_immediate_danger"), 1.0),
        (understood(CRY, CALM, risk="emergency"), 1.0),
        (understood(CRY, CALM, risk="high"), 0.0),
    ],
)
def test_a_cry_is_caught_by_any_crisis_or_by_its_risk(one: Result, caught: float) -> None:
    assert measure([one]).emergencies_caught == caught


def test_an_alarm_over_what_may_be_a_cry_is_no_false_one() -> None:
    results = [understood(CALM, CRY), understood(CALM, CALM), understood("greet", CRY, also=CRY)]
    assert measure(results).false_alarms == 0.5


def test_what_is_out_of_scope_and_what_is_wrongly_refused() -> None:
    found = measure(
        [
            understood(ELSE, "nlu_fallback"),
            understood(ELSE, CALM),
            understood(CALM, ELSE),
            understood(CALM, "nlu_fallback"),
            understood(CALM, ELSE, also=ELSE),
            *(understood(CALM, CALM) for _ in range(2)),
        ]
    )
    assert (found.out_of_scope_caught, found.wrongly_refused) == (0.5, 0.5)


def test_a_share_of_nothing_is_no_number() -> None:
    assert math.isnan(measure([understood(CALM, CALM)]).emergencies_caught)


def test_the_commonest_mistakes_come_first() -> None:
    rare, common = understood("thank", "greet"), understood(CALM, "greet")
    assert confusions([rare, common, common, understood(CALM, CALM)]) == [
        (CALM, "greet", 2),
        ("thank", "greet", 1),
    ]
