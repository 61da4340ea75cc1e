"""Who is believed to write, and what is learned of it."""

from __future__ import annotations

import pytest

from beacon.understanding.belief import LEAST_CHANCE
from beacon.understanding.writers import (
    AT_FIRST,
    DOER,
    FRIEND,
    LABELS,
    OFFENDER,
    PARENT,
    VICTIM,
    believed,
)

FRIENDLY = {**dict.fromkeys(LABELS, 0.08), FRIEND: 0.6}


def test_before_a_message_is_read_somebody_writes() -> None:
    assert AT_FIRST.keys() == set(LABELS)
    assert sum(AT_FIRST.values()) == pytest.approx(1)


def test_messages_together_show_more_than_each() -> None:
    once = believed(AT_FIRST, FRIENDLY)
    twice = believed(once, FRIENDLY)
    assert AT_FIRST[FRIEND] < once[FRIEND] < twice[FRIEND]
    assert sum(twice.values()) == pytest.approx(1, abs=0.01)


def test_what_nobody_read_shows_nothing() -> None:
    assert believed(AT_FIRST, {}) == AT_FIRST


def test_nobody_is_ruled_out_for_good() -> None:
    surely = {**dict.fromkeys(LABELS, 0.0), VICTIM: 1.0}
    belief = AT_FIRST
    for _ in range(20):
        belief = believed(belief, surely)
    assert min(belief.values()) >= LEAST_CHANCE
    doer = {**dict.fromkeys(LABELS, 0.0), DOER: 1.0}
    for _ in range(3):
        belief = believed(belief, doer)
    assert belief[DOER] > belief[VICTIM]


def test_chances_have_few_digits_which_are_nobodys_number() -> None:
    assert all(len(str(chance)) <= len("0.123") for chance in believed(AT_FIRST, FRIENDLY).values())


@pytest.mark.parametrize("adult", [PARENT, OFFENDER])
def test_nobody_grows_up_in_a_chat(adult: str) -> None:
    young = {**dict.fromkeys(LABELS, 0.01), VICTIM: 0.95}
    like_an_adult = {**dict.fromkeys(LABELS, 0.05), adult: 0.75}
    belief = believed(AT_FIRST, young)
    for _ in range(5):
        belief = believed(belief, like_an_adult)
    assert belief[adult] < 0.1
    alone = AT_FIRST
    for _ in range(3):
        alone = believed(alone, like_an_adult)
    assert alone[adult] > 0.5


def test_who_offends_may_first_be_taken_for_a_young_doer() -> None:
    doer = believed(believed(AT_FIRST, {**dict.fromkeys(LABELS, 0.01), DOER: 0.95}), {})
    assert doer[DOER] > 0.8
    like_an_offender = {**dict.fromkeys(LABELS, 0.02), OFFENDER: 0.9}
    for _ in range(4):
        doer = believed(doer, like_an_offender)
    assert doer[OFFENDER] > 0.8
