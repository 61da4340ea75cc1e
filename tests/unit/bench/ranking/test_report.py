"""The report says what would be said, and how good that is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from beacon.answers.ranking import LEAST_SAID
from beacon.bench.ranking.cases import ANSWER, FOLLOW_UP, TO_ACT, Case, Row
from beacon.bench.ranking.report import chosen, report
from beacon.bench.ranking.validation import Guess


def guess(follow_up: float, answer: float) -> Guess:
    up = Row("chat 0", FOLLOW_UP, "a", {"cosine": 0.5}, "good", LEAST_SAID)
    own = Row("chat 0", ANSWER, "b", {}, "clumsy")
    case = Case([up], answer=own, verdict_then="clumsy")
    return Guess(case, [(follow_up, up)], (answer, own))


@pytest.mark.parametrize(
    ("follow_up", "answer", "verdict"),
    [(0.9, 0.2, "good"), (0.5, 0.48, "clumsy"), (LEAST_SAID - 0.01, 0.0, "clumsy")],
)
def test_the_likelier_one_is_chosen(follow_up: float, answer: float, verdict: str) -> None:
    row_ = chosen(guess(follow_up, answer), lead=0.05)
    assert row_ is not None
    assert row_.verdict == verdict


def test_the_report_says_what_would_be_said() -> None:
    good = Row("chat 0", ANSWER, "ask_law", {}, "good")
    kind = Row("chat 1", TO_ACT, "waits_young", {"chance": 0.9}, "good", LEAST_SAID)
    bad = Row("chat 1", TO_ACT, "waits_young", {"chance": 0.2}, "clumsy", LEAST_SAID)
    case = Case(to_act=kind, answer=good, verdict_then="clumsy")
    guesses = [
        guess(0.9, 0.2),
        replace(guess(0.1, 0.2), answer=(0.2, good)),
        Guess(case, [(0.9, kind), (0.1, bad)], (0.2, good)),
        Guess(case, [(0.9, kind), (0.1, bad)], (0.2, good)),
    ]
    lines = report(guesses, [(0.9, True), (0.1, False)]).splitlines()
    assert any("as it was then | 0.0 | 0.0 | 0.0 | 0.0" in line for line in lines)
    assert any("(kept) | 100.0 | 0.0 | 25.0 | 50.0" in line for line in lines)
