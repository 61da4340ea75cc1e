"""What a ranking would see of judged messages is noted, with the verdicts."""

from __future__ import annotations

from beacon import project
from beacon.answers import Said, Turn
from beacon.bench.ranking.noted import Noting
from beacon.judged import Judged
from beacon.understanding.likeness import Like


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
