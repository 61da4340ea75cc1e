from __future__ import annotations

import itertools

import pytest

from beacon.levels import Risk
from beacon.rasa.slots import AgeBandSlot, RisingRiskSlot

LEVELS = [level.name for level in Risk]


@pytest.fixture
def slot() -> RisingRiskSlot:
    return RisingRiskSlot("risk", mappings=[], initial_value="none", influence_conversation=False)


@pytest.mark.parametrize(("before", "after"), itertools.product(LEVELS, LEVELS))
def test_the_higher_level_stays(slot: RisingRiskSlot, before: str, after: str) -> None:
    slot.value = before
    slot.value = after
    assert slot.value == max(Risk[before], Risk[after]).name


def test_nothing_changes_nothing(slot: RisingRiskSlot) -> None:
    slot.value = "high"
    slot.value = None
    assert slot.value == "high"


def test_it_begins_with_the_lowest_level(slot: RisingRiskSlot) -> None:
    assert slot.value == "none"


def test_a_reset_brings_it_back_to_the_beginning(slot: RisingRiskSlot) -> None:
    slot.value = "emergency"
    slot.reset()
    assert slot.value == "none"


def test_it_has_not_been_set_after_a_reset(slot: RisingRiskSlot) -> None:
    slot.value = "emergency"
    slot.reset()
    assert not slot.has_been_set


def test_an_unknown_level_is_refused(slot: RisingRiskSlot) -> None:
    with pytest.raises(KeyError):
        slot.value = "terrible"


@pytest.fixture
def age() -> AgeBandSlot:
    return AgeBandSlot("age_band", mappings=[], influence_conversation=False)


def test_who_asks_as_a_parent_is_an_adult(age: AgeBandSlot) -> None:
    age.value = AgeBandSlot.BY_INTENT
    assert age.value == "adult"


@pytest.mark.parametrize("told", ["8-10", "11-13", "14-17", "adult"])
def test_but_not_where_an_age_was_told(age: AgeBandSlot, told: str) -> None:
    age.value = told
    age.value = AgeBandSlot.BY_INTENT
    assert age.value == told


def test_an_age_that_is_told_later_counts(age: AgeBandSlot) -> None:
    age.value = AgeBandSlot.BY_INTENT
    age.value = "11-13"
    assert age.value == "11-13"
    age.reset()
    assert age.value is None
