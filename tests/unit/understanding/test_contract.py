from __future__ import annotations

import yaml

from beacon.levels import Risk
from beacon.project import ROOT
from beacon.understanding.contract import (
    COMMANDS,
    CRISES,
    FALLBACK,
    LOOKED_UP,
    OF_ADULTS,
    SMALL_TALK,
    STEERING,
    group,
    has_an_answer,
    lowest_risk,
    lowest_risks,
    tells_what_happened,
)


def test_an_intent_has_the_risk_of_the_contract() -> None:
    assert lowest_risk("disclose_sextortion") is Risk.high


def test_an_unknown_intent_has_none() -> None:
    assert lowest_risk("nlu_fallback") is Risk.none


def test_no_intent_has_none() -> None:
    assert lowest_risk(None) is Risk.none


def test_the_crises_are_a_group_of_their_own() -> None:
    assert {intent for intent in lowest_risks() if group(intent) == "crisis"} == {*CRISES}


def test_what_tells_of_a_case_has_an_answer_too() -> None:
    told = {intent for intent in lowest_risks() if tells_what_happened(intent)}
    assert {"disclose_sextortion", "teacher_incident"} <= told
    assert all(map(has_an_answer, told))


def test_small_talk_has_no_answer_that_a_doubtful_alarm_would_leave_standing() -> None:
    assert not any(map(has_an_answer, ("greet", "thank", "ask_menu", "nlu_fallback")))


def test_the_domain_holds_every_intent_of_the_contract() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text())
    intents = {name for entry in domain["intents"] for name in entry}
    assert set(lowest_risks()) - intents == set()


def test_who_asks_as_an_adult_is_one_for_the_domain_too() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text())
    mappings = domain["slots"]["age_band"]["mappings"]
    [by_intent] = [one["intent"] for one in mappings if one["type"] == "from_intent"]
    assert set(by_intent) == OF_ADULTS


def test_sets_of_intents_hold_only_those_of_the_contract() -> None:
    for intents in (OF_ADULTS, LOOKED_UP, COMMANDS, STEERING, SMALL_TALK):
        assert intents <= {FALLBACK, *lowest_risks()}
