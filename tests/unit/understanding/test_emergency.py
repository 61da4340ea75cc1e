from __future__ import annotations

import pytest

from beacon.levels import Risk
from beacon.risk import Match
from beacon.understanding.contract import IMMEDIATE_DANGER, SELF_HARM
from beacon.understanding.emergency import Assessment, Thresholds, assess

THRESHOLDS = Thresholds(emergency=0.3, certain=0.5, high=0.6, concern=0.6)
CALM = {"none": 1.0, "concern": 0.0, "high": 0.0, "emergency": 0.0}


def assessed(
    *intents: tuple[str, float],
    matches: tuple[Match, ...] = (),
    **risks: float,
) -> Assessment:
    """The assessment of a ranking, with chances of levels where they are not calm."""
    rest = 1.0 - sum(risks.values())
    return assess(intents, {**CALM, "none": rest, **risks}, matches, THRESHOLDS)


def match(level: Risk, intent: str | None = None) -> Match:
    return Match(f"pattern of {level.name}", level, intent)


def test_a_calm_message_has_no_risk() -> None:
    assert assessed(("greet", 1.0)).level is Risk.none


@pytest.mark.parametrize(
    ("intent", "level"),
    [
        ("ask_pressure", Risk.concern),
        ("disclose_sextortion", Risk.high),
        (SELF_HARM, Risk.emergency),
        (IMMEDIATE_DANGER, Risk.emergency),
    ],
)
def test_the_risk_is_at_least_that_of_the_intent(intent: str, level: Risk) -> None:
    assert assessed((intent, 0.4)).level is level


@pytest.mark.parametrize(
    ("risks", "level"),
    [
        ({"concern": 0.59}, Risk.none),
        ({"concern": 0.6}, Risk.concern),
        ({"concern": 0.3, "high": 0.3}, Risk.concern),
        ({"high": 0.6}, Risk.high),
        ({"high": 0.4, "emergency": 0.2}, Risk.high),
        ({"emergency": 0.59}, Risk.none),
        ({"emergency": 0.4, "concern": 0.2}, Risk.concern),
        ({"emergency": 0.6}, Risk.emergency),
    ],
)
def test_the_risk_head_has_a_say(risks: dict[str, float], level: Risk) -> None:
    # 1 - 0.4 is a little less than 0.6 in floating point; the head's chances are never exact.
    exact = {name: chance + 1e-9 if chance != 0.59 else chance for name, chance in risks.items()}
    assert assessed(("greet", 1.0), **exact).level is level


def test_the_chance_of_an_emergency_is_the_mean_of_two_opinions() -> None:
    found = assessed(("greet", 0.6), (SELF_HARM, 0.3), (IMMEDIATE_DANGER, 0.1), emergency=0.2)
    assert found.emergency == pytest.approx((0.3 + 0.1 + 0.2) / 2)


def test_two_weak_signs_together_make_an_emergency() -> None:
    assert assessed(("greet", 0.6), (IMMEDIATE_DANGER, 0.3), emergency=0.35).level is Risk.emergency


@pytest.mark.parametrize("level", [Risk.concern, Risk.high, Risk.emergency])
def test_a_pattern_raises_the_risk(level: Risk) -> None:
    assert assessed(("greet", 1.0), matches=(match(level),)).level is level


def test_a_pattern_does_not_lower_the_risk() -> None:
    found = assessed(("disclose_sextortion", 1.0), matches=(match(Risk.concern),))
    assert found.level is Risk.high


def test_the_patterns_are_told() -> None:
    matches = (match(Risk.high), match(Risk.concern))
    assert assessed(("greet", 1.0), matches=matches).patterns == matches


def test_without_an_emergency_the_intent_stays() -> None:
    found = assessed(("ask_law", 0.9), matches=(match(Risk.high, SELF_HARM),))
    assert found.intent == "ask_law"


def test_an_emergency_becomes_the_crisis_of_its_pattern() -> None:
    found = assessed(
        ("ask_law", 0.5), (SELF_HARM, 0.5), matches=(match(Risk.emergency, IMMEDIATE_DANGER),)
    )
    assert found.intent == IMMEDIATE_DANGER


def test_a_crisis_that_was_understood_stays_that_crisis() -> None:
    found = assessed((SELF_HARM, 0.9), matches=(match(Risk.emergency, IMMEDIATE_DANGER),))
    assert found.intent == SELF_HARM


def test_an_emergency_without_a_pattern_becomes_the_likelier_crisis() -> None:
    found = assessed(("ask_law", 0.6), (SELF_HARM, 0.1), (IMMEDIATE_DANGER, 0.2), emergency=0.9)
    assert found.intent == IMMEDIATE_DANGER


def test_a_pattern_without_a_crisis_leaves_the_likelier_crisis() -> None:
    ranking = (("ask_law", 0.6), (IMMEDIATE_DANGER, 0.2), (SELF_HARM, 0.1))
    assert assessed(*ranking, matches=(match(Risk.emergency),)).intent == IMMEDIATE_DANGER


def test_only_a_pattern_of_emergency_decides_on_the_crisis() -> None:
    matches = (match(Risk.emergency), match(Risk.high, IMMEDIATE_DANGER))
    assert assessed(("ask_law", 0.8), (SELF_HARM, 0.2), matches=matches).intent == SELF_HARM


@pytest.mark.parametrize(
    ("intents", "disclosure"),
    [
        ([(SELF_HARM, 0.99), ("disclose_sextortion", 0.006), ("greet", 0.004)], "sextortion"),
        ([("disclose_image_shared", 0.4), ("disclose_friend", 0.2)], "image_shared"),
        ([(SELF_HARM, 0.9), ("disclose_sextortion", 0.04), ("out_of_scope", 0.06)], None),
        ([(SELF_HARM, 0.6), ("ask_report", 0.3), ("disclose_sextortion", 0.1)], None),
        ([(SELF_HARM, 0.6), (IMMEDIATE_DANGER, 0.4)], None),
    ],
)
def test_an_emergency_says_which_disclosure_it_tells_of(
    intents: list[tuple[str, float]], disclosure: str | None
) -> None:
    found = assessed(*intents, emergency=0.9)
    told = f"disclose_{disclosure}" if disclosure else None
    assert (found.level, found.disclosure) == (Risk.emergency, told)


def test_a_pattern_says_it_where_the_ranking_does_not() -> None:
    matches = (match(Risk.emergency, SELF_HARM), match(Risk.high, "disclose_sextortion"))
    found = assessed((SELF_HARM, 0.9), ("out_of_scope", 0.1), matches=matches)
    assert (found.intent, found.disclosure) == (SELF_HARM, "disclose_sextortion")


def test_without_an_emergency_the_intent_says_enough() -> None:
    assert assessed(("disclose_sextortion", 0.9)).disclosure is None


@pytest.mark.parametrize("intent", ["ask_talk_to_adult", "disclose_sextortion", "sexual_to_bot"])
def test_an_emergency_that_is_not_sure_leaves_a_likely_intent_its_answer(intent: str) -> None:
    found = assessed((intent, 0.6), (SELF_HARM, 0.3), emergency=0.4)
    assert (found.level, found.intent) == (Risk.emergency, intent)


@pytest.mark.parametrize(
    ("intents", "emergency", "matches"),
    [
        ([("ask_talk_to_adult", 0.4), (SELF_HARM, 0.3)], 0.4, ()),
        ([("ask_talk_to_adult", 0.55), (SELF_HARM, 0.45)], 0.6, ()),
        ([("ask_talk_to_adult", 0.9)], 0.1, (match(Risk.emergency),)),
        ([("goodbye", 0.6), (SELF_HARM, 0.3)], 0.4, ()),
        ([("ask_helpline", 0.6), (SELF_HARM, 0.3)], 0.4, ()),
        ([("ask_recovery", 0.6), (SELF_HARM, 0.3)], 0.4, ()),
    ],
)
def test_any_other_emergency_takes_its_place(
    intents: list[tuple[str, float]], emergency: float, matches: tuple[Match, ...]
) -> None:
    assert assessed(*intents, matches=matches, emergency=emergency).intent == SELF_HARM


def test_whether_the_words_say_which_crisis_it_is() -> None:
    assert assessed(("goodbye", 0.7), (IMMEDIATE_DANGER, 0.2), emergency=0.9).names_crisis
    assert not assessed(("goodbye", 0.9), (IMMEDIATE_DANGER, 0.1), emergency=0.9).names_crisis
    pattern = match(Risk.emergency, IMMEDIATE_DANGER)
    assert assessed(("goodbye", 0.9), matches=(pattern,)).names_crisis


def test_an_emergency_is_certain_by_a_pattern_or_by_a_high_chance() -> None:
    assert assessed(("goodbye", 1.0), matches=(match(Risk.emergency),)).is_certain
    assert assessed((SELF_HARM, 0.9), emergency=0.9).is_certain
    assert not assessed(("goodbye", 0.6), (SELF_HARM, 0.3), emergency=0.4).is_certain


def test_a_pattern_in_doubt_raises_an_emergency_that_leaves_the_answer() -> None:
    in_doubt = Match("to disappear", Risk.emergency, SELF_HARM, in_doubt=True)
    found = assessed(("disclose_image_shared", 0.9), matches=(in_doubt,))
    assert (found.level, found.is_certain) == (Risk.emergency, False)
    assert found.intent == "disclose_image_shared"
    alone = assessed(("goodbye", 0.9), matches=(in_doubt,))
    assert (alone.intent, alone.is_certain) == (SELF_HARM, False)


def test_beside_a_sure_pattern_one_in_doubt_changes_nothing() -> None:
    in_doubt = Match("to disappear", Risk.emergency, SELF_HARM, in_doubt=True)
    sure = match(Risk.emergency, SELF_HARM)
    assert assessed(("disclose_image_shared", 0.9), matches=(in_doubt, sure)).is_certain
