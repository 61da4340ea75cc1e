from __future__ import annotations

from typing import Any

import pytest

from beacon.handover.client import StaffClient
from beacon.handover.staff import Staff
from beacon.rasa.person import LONGEST_SILENCE, MOST_TALKS, TALKING, WAITING, Persons

STORED = {
    "answer": "hand_over_stored",
    "facts": {"hand_over": "key", "may_read": "yes"},
}


@pytest.fixture
def persons() -> Persons:
    """Those of a bot whose staff's application is away."""
    return Persons(Staff(StaffClient("http://127.0.0.1:9", "secret")))


def test_a_talk_begins_only_where_a_reply_says_that_it_is_stored(persons: Persons) -> None:
    persons.note("child", [{"answer": "hand_over_failed", "facts": {}}])
    assert persons.state("child") is None
    persons.note("child", [{"answer": "greet"}, STORED])
    assert persons.state("child") == WAITING
    assert persons.state("another") is None


@pytest.mark.parametrize("may_read", ["yes", "no"])
def test_words_follow_only_where_they_may_be_read(persons: Persons, may_read: str) -> None:
    facts = {"hand_over": "key", "may_read": may_read}
    persons.note("child", [{**STORED, "facts": facts}])
    assert persons.may_pass_on("child") is (may_read == "yes")
    assert not persons.may_pass_on("another")


async def test_a_short_absence_of_the_application_changes_nothing(persons: Persons) -> None:
    persons.note("child", [STORED])
    persons._talks["child"].live = TALKING
    news: dict[str, Any] = await persons.updates("child", 0)
    assert (news["live"], news["ended"]) == (TALKING, "")
    assert persons.state("child") == TALKING


async def test_after_a_long_absence_the_talk_is_over(persons: Persons) -> None:
    persons.note("child", [STORED])
    persons._talks["child"].heard -= LONGEST_SILENCE + 1
    news = await persons.updates("child", 0)
    assert (news["live"], news["ended"]) == ("over", "unreachable")
    assert persons.state("child") is None
    assert (await persons.updates("child", 0))["ended"] == ""


async def test_what_does_not_get_through_is_told(persons: Persons) -> None:
    persons.note("child", [STORED])
    assert await persons.say("child", "words", "none") is False


async def test_an_end_ends_once(persons: Persons) -> None:
    persons.note("child", [STORED])
    assert persons.end("child") is True
    assert persons.end("child") is False


def test_talks_of_pages_that_vanished_do_not_pile_up(persons: Persons) -> None:
    for number in range(MOST_TALKS + 5):
        persons.note(f"child {number}", [STORED])
    assert persons.state("child 0") is None
    assert persons.state(f"child {MOST_TALKS + 4}") == WAITING
    assert len(persons._talks) == MOST_TALKS
