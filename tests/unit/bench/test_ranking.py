"""How the ranking is fitted to what was judged."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from beacon import project
from beacon.answers import Said, Turn
from beacon.answers.ranking import LEAST
from beacon.bench.ranking import (
    ANSWER,
    FOLLOW_UP,
    TO_ACT,
    Case,
    Guess,
    Noting,
    Row,
    chosen,
    judge,
    report,
    trees_of,
)
from beacon.judged import Judged
from beacon.understanding.likeness import Like

RANDOM = random.Random(1)
NAMES = "abcdefgh"


def row(number: int, *, verdict: str | None = None) -> Row:
    """A reply that is good where its likeness is high."""
    cosine = RANDOM.random()
    told = verdict or ("good" if cosine + RANDOM.random() / 5 > 0.6 else "clumsy")
    return Row(f"chat {number // 10}", FOLLOW_UP, NAMES[number % 8], {"cosine": cosine}, told)


ROWS = [row(number) for number in range(800)]


def test_the_trees_say_what_those_of_scikit_learn_say() -> None:
    table, are_good = [[one.features["cosine"]] for one in ROWS], [one.is_good for one in ROWS]
    model = HistGradientBoostingClassifier(max_iter=20, max_leaf_nodes=6, random_state=0)
    model.fit(table, are_good)
    assert trees_of(model).chances(table) == pytest.approx(model.predict_proba(table)[:, 1])


def test_what_readers_called_good_is_learned() -> None:
    learned = judge(ROWS, leaves=6, trees=40)
    low, high = learned.chances([("a", {"cosine": 0.1}), ("a", {"cosine": 0.9})])
    assert low < 0.2
    assert high > 0.8
    good, judged = learned.usefulness.judged["a"]
    assert 0 < good < judged == 100


def guess(follow_up: float, answer: float) -> Guess:
    up = Row("chat 0", FOLLOW_UP, "a", {"cosine": 0.5}, "good", LEAST)
    own = Row("chat 0", ANSWER, "b", {}, "clumsy")
    case = Case([up], answer=own, verdict_then="clumsy")
    return Guess(case, [(follow_up, up)], (answer, own))


@pytest.mark.parametrize(
    ("follow_up", "answer", "verdict"),
    [(0.9, 0.2, "good"), (0.5, 0.48, "clumsy"), (LEAST - 0.01, 0.0, "clumsy")],
)
def test_the_likelier_one_is_chosen(follow_up: float, answer: float, verdict: str) -> None:
    row_ = chosen(guess(follow_up, answer), lead=0.05)
    assert row_ is not None
    assert row_.verdict == verdict


def test_the_report_says_what_would_be_said() -> None:
    good = Row("chat 0", ANSWER, "ask_law", {}, "good")
    kind = Row("chat 1", TO_ACT, "waits_young", {"chance": 0.9}, "good", LEAST)
    bad = Row("chat 1", TO_ACT, "waits_young", {"chance": 0.2}, "clumsy", LEAST)
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


def test_a_message_that_is_asked_about_twice_counts_once() -> None:
    follow_ups = project.follow_ups()
    likes = tuple(Like(name, 0.9) for name in follow_ups.by_name)
    turn = Turn("ask_risks", like=likes, words=5, is_typed=True)
    (one, _), *_ = follow_ups.fitting(turn)
    noting = Noting()
    for said in ("will mum be mad", "and dad?"):
        noting.hear(
            Judged("chat", said, {one.name: "good"}, ("ask_risks", "clumsy"), best=one.name)
        )
        assert noting.choice(turn, follow_ups, None).said is one
        assert noting.choice(turn, follow_ups, None).said is one
    assert [len(case.follow_ups) for case in noting.cases] == [1, 1]
    assert [case.answer.verdict for case in noting.cases if case.answer] == ["clumsy", "clumsy"]


def test_what_is_said_to_an_act_is_judged_by_its_family() -> None:
    follow_ups = project.follow_ups()
    turn = Turn("ask_risks", said=(Said("ask_law"),), acts={"waits": 0.8, "asks": 0.2}, words=5)
    to_act = follow_ups.to_act(turn, None)
    assert to_act is not None
    noting = Noting()
    noting.hear(Judged("chat", "ok monday then", {to_act.family: "good"}, best=to_act.family))
    assert noting.choice(turn, follow_ups, None).said is to_act
    [case] = noting.cases
    assert case.to_act is not None
    assert (case.to_act.name, case.to_act.verdict) == ("waits_young", "good")
