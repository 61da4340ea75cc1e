"""When it is asked whether a follow-up answers a message better than its intent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from beacon import project
from beacon.answers import Said, Turn
from beacon.answers.book import Variant
from beacon.answers.choosing import Choosing
from beacon.answers.follow_ups import FollowUp, FollowUps
from beacon.answers.history import ALARM, FOLLOW_UP
from beacon.answers.ranking import Choice
from beacon.levels import Risk
from tests.unit.answers.talks import BLACKMAIL

ALL = project.follow_ups()
# Two that young people may read, and a band of theirs.
READER = "11-13"
BEST, OTHER = [one for one in ALL.by_name.values() if READER in one.variant.text][:2]


class Best:
    """Calls one of them the best, whatever was said."""

    def choice(self, _turn: Turn, _follow_ups: FollowUps, _own: Variant | None) -> Choice:
        return Choice(BEST)

    def in_danger(self, _turn: Turn, _follow_ups: FollowUps, _least: float) -> FollowUp:
        return OTHER


CHOOSING = Choosing(project.answer_book(), ALL, Best())


def typed(intent: str, *said: Said, confidence: float = 0.5) -> Turn:
    return Turn(intent, said=said, is_typed=True, confidence=confidence)


def is_chosen(turn: Turn) -> bool:
    return CHOOSING.choice(turn).said is BEST


def test_a_plain_question_that_begins_a_chat_has_its_own_answer() -> None:
    plain = typed("ask_risks", confidence=0.97)
    assert not is_chosen(plain)
    assert is_chosen(replace(plain, said=(Said("ask_risks"),)))
    assert is_chosen(replace(plain, intent="out_of_scope"))
    assert is_chosen(replace(plain, intent="disclose_sextortion"))


@pytest.mark.parametrize(
    "intent",
    [
        "ask_explain_simpler",
        "start_quiz",
        "greet",
        "request_human",
        "ask_helpline",
        "inform_country",
    ],
)
def test_what_asks_the_program_to_do_something_is_done(intent: str) -> None:
    sure = typed(intent, BLACKMAIL, confidence=0.9)
    assert not is_chosen(sure)
    assert is_chosen(replace(sure, confidence=0.5))


def test_a_yes_to_a_question_is_one() -> None:
    question = Said("crisis_self_harm", facts={ALARM: "doubtful"}, risk=Risk.emergency)
    assert not is_chosen(typed("affirm", question))
    assert is_chosen(typed("affirm", BLACKMAIL))


def test_that_help_is_there_is_an_answer_while_an_alarm_stands() -> None:
    assert not is_chosen(typed("affirm", Said("crisis_self_harm", risk=Risk.emergency)))


def test_the_country_that_was_asked_for_is_an_answer() -> None:
    asked = Said("disclose_sextortion", asks="country", risk=Risk.high)
    told = replace(typed("ask_factsheet", asked), country="IS", facts={"country": "IS"})
    assert not is_chosen(told)
    assert is_chosen(replace(told, country=None))


def test_an_alarm_has_its_own_answer_and_a_doubtful_one_only_out_of_the_blue() -> None:
    cry = replace(typed("crisis_immediate_danger", BLACKMAIL), risk=Risk.emergency)
    assert not is_chosen(cry)
    doubtful = replace(cry, facts={ALARM: "doubtful"})
    assert is_chosen(doubtful)
    assert not is_chosen(replace(doubtful, said=(Said("ask_risks"),)))


def test_what_was_tapped_is_chosen_whatever_is_best() -> None:
    tapped = replace(typed("ask_risks"), tapped=OTHER.name, band=READER)
    assert CHOOSING.choice(tapped).said is OTHER


def test_instead_of_words_that_were_said_another_is_chosen_but_not_of_what_was_asked_for() -> None:
    said = Said(FOLLOW_UP, facts={FOLLOW_UP: OTHER.name})
    assert CHOOSING.instead(typed("ask_risks", said)) is BEST
    assert CHOOSING.instead(typed("ask_helpline", said, confidence=0.9)) is None


def in_danger(*says: str, intent: str = "crisis_immediate_danger", **facts: str) -> Turn:
    before = Said(intent, risk=Risk.emergency)
    facts = {"again": "answered", **facts}
    return Turn(
        intent, Risk.emergency, band=READER, facts=facts, said=(before,), says=frozenset(says)
    )


def test_where_only_the_same_would_be_said_again_what_was_written_for_danger_is() -> None:
    assert CHOOSING.choice(in_danger()).said is OTHER


@pytest.mark.parametrize(("stands", "chosen"), [(0.6, OTHER), (0.3, BEST)])
def test_where_somebody_may_be_a_threat_now_only_what_was_written_for_it_is_said(
    stands: float, chosen: FollowUp
) -> None:
    doubtful = replace(in_danger(alarm="doubtful"), is_typed=True, stands={"now": stands})
    assert CHOOSING.choice(doubtful).said is chosen


@pytest.mark.parametrize("says", ["told_to_come", "taken"])
def test_but_what_was_written_for_just_that_is_said(says: str) -> None:
    doubtful = replace(in_danger(says, alarm="doubtful"), is_typed=True, stands={"now": 0.6})
    assert CHOOSING.choice(doubtful).said is not OTHER


def test_a_crisis_that_was_not_answered_yet_has_its_own_answer() -> None:
    first = Turn("crisis_immediate_danger", Risk.emergency, band=READER)
    assert CHOOSING.choice(first).said is None


def test_words_in_danger_have_their_own_answer() -> None:
    assert CHOOSING.choice(in_danger("gone_quiet")).said is None
    assert CHOOSING.choice(in_danger(raised="by_words")).said is None
    assert CHOOSING.choice(in_danger("taken")).said is None


def test_help_that_seems_near_is_asked_about() -> None:
    assert CHOOSING.choice(in_danger("help_is_near")).said is None


def test_another_crisis_has_its_own_answer_first() -> None:
    before = Said("crisis_immediate_danger", risk=Risk.emergency)
    other = replace(in_danger(intent="crisis_self_harm"), said=(before,))
    assert CHOOSING.choice(other).said is None


def test_what_keeps_its_place_is_said() -> None:
    told = Turn("disclose_sextortion", Risk.high, band=READER, says=frozenset({"told_to_come"}))
    assert not is_chosen(replace(told, is_typed=True, confidence=0.5))
