"""Which reply is said: one that readers would likely call good."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from beacon import file_hash, project
from beacon.answers import Said, Turn
from beacon.answers.history import ALARM, FOLLOW_UP
from beacon.answers.ranking import (
    LEAD,
    LEAST_FOLLOW_UP,
    LEAST_IF_RISKY,
    LEAST_SAID,
    Judge,
    Ranking,
    Usefulness,
    features_of,
    features_of_act,
    features_of_answer,
    least_of,
    load_ranking,
)
from beacon.data_file import DataFileError
from beacon.encoders import FOLLOW_UPS as ENCODER
from beacon.encoders.trained import weights_of
from beacon.judged import FOR_RANKING
from beacon.levels import Risk
from beacon.parts import RANKING
from beacon.understanding.likeness import Like
from beacon.understanding.writers import VICTIM
from tests.unit.answers.rankings import NO_ACTS, judge_by

ANSWERS = project.ROOT / "answers"
FOLLOW_UPS = project.follow_ups()
# Two that may be said to a victim whatever was said before.
FIRST, SECOND = [one for one in FOLLOW_UPS.by_name.values() if VICTIM in one.who and not one.after][
    :2
]


def asked(*likes: Like, said: tuple[Said, ...] = ()) -> Turn:
    return Turn("ask_risks", like=likes, words=5, is_typed=True, said=said)


def of(turn: Turn) -> dict[str, float]:
    return features_of(turn, FIRST, turn.like[0], FOLLOW_UPS.intents)


def test_the_projects_ranking_fits_what_was_judged_and_the_encoder() -> None:
    about = project.parts().ranking.about
    judged, encoder = file_hash.of(ANSWERS / FOR_RANKING), file_hash.of(weights_of(ENCODER))
    found = {"judged": judged, "encoder": encoder}
    assert about == found, "run `make ranking`"


def test_the_projects_ranking_knows_all_that_it_asks_for() -> None:
    ranking = project.parts().ranking
    turn = asked(Like(FIRST.name, 0.9))
    rows = [(FIRST.name, of(turn)), ("one that nobody has judged", of(turn))]
    own = features_of_answer(turn, None)
    waits = replace(turn, said=(Said("ask_law"),), acts={"waits": 0.8, "asks": 0.2})
    to_act = FOLLOW_UPS.to_act(waits, None)
    assert to_act is not None
    chances = [
        *ranking.follow_ups.chances(rows),
        *ranking.answers.chances([("ask_risks", own)]),
        *ranking.acts.chances([(to_act.family, features_of_act(waits, to_act))]),
    ]
    assert all(0.0 < chance < 1.0 for chance in chances)


def test_the_likelier_good_one_is_said() -> None:
    likely, unlikely = judge_by("cosine", 0.5, low=0.4, high=0.8), judge_by("words", 0, 0.5, 0.5)
    ranking = Ranking(likely, unlikely, NO_ACTS)
    near, far = Like(FIRST.name, 0.9), Like(FIRST.name, 0.3)
    turn = asked(near)
    assert ranking.choice(turn, FOLLOW_UPS, None).said is FIRST
    assert ranking.choice(asked(far), FOLLOW_UPS, None).said is None
    assert ranking.choice(asked(), FOLLOW_UPS, None).said is None


def test_without_a_lead_the_answer_is_said() -> None:
    turn = asked(*(Like(one.name, 0.9) for one in FOLLOW_UPS.by_name.values()))
    for own, is_said in ((0.7 - 2 * LEAD, True), (0.7, False), (0.9, False)):
        ranking = Ranking(judge_by("cosine", 0, 0.7, 0.7), judge_by("words", 0, own, own), NO_ACTS)
        assert (ranking.choice(turn, FOLLOW_UPS, None).said is not None) is is_said


def test_what_is_hardly_ever_good_is_not_said() -> None:
    turn = asked(*(Like(one.name, 0.9) for one in FOLLOW_UPS.by_name.values()))
    hardly = LEAST_FOLLOW_UP - 0.01
    ranking = Ranking(
        judge_by("cosine", 0, hardly, hardly), judge_by("words", 0, 0.05, 0.05), NO_ACTS
    )
    assert ranking.choice(turn, FOLLOW_UPS, None).said is None


def test_off_topic_it_must_be_likelier_where_nothing_was_told() -> None:
    turn = asked(*(Like(one.name, 0.99) for one in FOLLOW_UPS.by_name.values()))
    calm = replace(turn, intent="out_of_scope")
    ranking = Ranking(judge_by("cosine", 0, 0.5, 0.5), judge_by("words", 0, 0.05, 0.05), NO_ACTS)
    told = replace(calm, highest_risk=Risk.concern)
    said = [ranking.choice(one, FOLLOW_UPS, None).said is not None for one in (turn, calm, told)]
    assert said == [True, False, True]


def test_near_an_alarm_what_was_written_for_it_need_not_be_so_likely() -> None:
    for_victims = [one for one in FOLLOW_UPS.by_name.values() if VICTIM in one.who]
    for_danger = next(one for one in for_victims if one.is_for_danger)
    other = next(one for one in for_victims if not one.is_for_danger)
    cry = Said("crisis_self_harm", risk=Risk.emergency)
    calm, near = asked(), asked(said=(cry,))
    least = [least_of(turn, one) for turn in (calm, near) for one in (other, for_danger)]
    assert least == [LEAST_FOLLOW_UP, LEAST_FOLLOW_UP, LEAST_FOLLOW_UP, LEAST_IF_RISKY]


def test_a_reply_to_an_act_must_be_likelier_where_a_mistake_does_harm() -> None:
    waits = next(one for one in FOLLOW_UPS.acts.replies if one.name.startswith("waits_young"))
    alarm = replace(asked(), facts={ALARM: "doubtful"})
    assert least_of(asked(), waits) == LEAST_SAID
    assert least_of(alarm, waits) == LEAST_IF_RISKY


def test_likeness_is_measured_against_the_likest() -> None:
    features = of(asked(Like(FIRST.name, 0.7, shared=0.2), Like(SECOND.name, 0.9, shared=0.5)))
    assert features["cosine_behind"] == pytest.approx(-0.2)
    assert features["shared_behind"] == pytest.approx(-0.3)


def test_what_was_said_before_counts() -> None:
    like = Like(FIRST.name, 0.7)
    first, again, other = (
        of(asked(like)),
        of(asked(like, said=(Said(FOLLOW_UP, facts={FOLLOW_UP: FIRST.name}),))),
        of(asked(like, said=(Said("ask_risks", like={FIRST.name: 0.8}),))),
    )
    assert (first["is_first"], other["is_first"]) == (True, False)
    assert (first["is_again"], again["is_again"]) == (False, True)
    assert other["was_like"] == pytest.approx(0.8)
    assert first["was_like"] < again["was_like"] < other["was_like"]


def test_what_goes_on_with_what_was_said_before_is_known_by_its_intent() -> None:
    about = replace(FIRST, intent="ask_report")
    intents = {"earlier": "ask_report"}
    turn = asked(Like(FIRST.name, 0.7), said=(Said("ask_report", like={"earlier": 0.9}),))
    assert features_of(turn, about, turn.like[0], intents)["was_of_intent"] == pytest.approx(0.9)
    assert features_of(turn, FIRST, turn.like[0], {})["was_of_intent"] < 0.9


def test_how_useful_a_reply_was_counts_less_the_fewer_have_judged_it() -> None:
    usefulness = Usefulness({"often": (90, 100), "once": (1, 1), "never good": (0, 99)})
    shares = [usefulness.of(name)["share_good"] for name in ("often", "once", "unknown")]
    assert shares == sorted(shares, reverse=True)
    assert usefulness.of("often", without=(90, 100)) == usefulness.of("unknown")


def test_a_judge_is_stored_as_it_is() -> None:
    judge = judge_by("cosine", 0.5, low=0.2, high=0.9)
    again = Judge.of(json.loads(json.dumps(judge.stored())))
    rows = [("any", {"cosine": cosine}) for cosine in (0.1, 0.9)]
    assert again.chances(rows) == judge.chances(rows) == pytest.approx([0.2, 0.9])
    assert judge.chances([]) == []


@pytest.mark.parametrize("content", ["", "{}", '{"follow_ups": {}}', "[1]"])
def test_a_broken_file_is_named(tmp_path: Path, content: str) -> None:
    file = tmp_path / RANKING
    file.write_text(content)
    with pytest.raises(DataFileError, match=r"ranking\.json:1: .*make ranking"):
        load_ranking(file)
    with pytest.raises(DataFileError):
        load_ranking(tmp_path / "none.json")


def test_in_a_sure_alarm_only_what_was_written_for_danger_is_said() -> None:
    for_victims = [one for one in FOLLOW_UPS.by_name.values() if VICTIM in one.who]
    for_danger = next(one for one in for_victims if one.is_for_danger)
    cry = Said("crisis_self_harm", risk=Risk.emergency)
    likes = [Like(one.name, 0.95) for one in (FIRST, SECOND)] + [Like(for_danger.name, 0.9)]
    turn = asked(*likes, said=(cry,))
    ranking = Ranking(judge_by("cosine", 0, 0.6, 0.6), judge_by("words", 0, 0.05, 0.05), NO_ACTS)
    assert ranking.in_danger(turn, FOLLOW_UPS, 0.5) == for_danger
    assert ranking.in_danger(turn, FOLLOW_UPS, 0.7) is None
