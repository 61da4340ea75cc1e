"""The rules of time over a case and a clock, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cases.live import CHILD_GONE, over_by_time, waits_for_answer_since
from cases.models import Case, Ended, Live
from cases.policy import policy

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
RULES = replace(policy(), minutes_until_nobody=8, minutes_of_silence=5)
SECOND = timedelta(seconds=1)


def minutes(number: float) -> datetime:
    return NOON + timedelta(minutes=number)


def waiting(**more: Any) -> Case:
    return Case(**{"created": NOON, "child_seen": NOON, "live": Live.WAITING, **more})


def talking(**more: Any) -> Case:
    """Taken after two minutes; the child is there all the time."""
    about = {"live": Live.TALKING, "taken": minutes(2), "child_seen": minutes(600), **more}
    return waiting(**about)


def test_nobody_in_time() -> None:
    case = waiting(child_seen=minutes(8))
    assert over_by_time(case, minutes(8) - SECOND, RULES) is None
    assert over_by_time(case, minutes(8), RULES) is Ended.NOBODY


def test_writing_more_does_not_put_it_off_that_nobody_came() -> None:
    case = waiting(child_seen=minutes(8), child_wrote=minutes(7))
    assert over_by_time(case, minutes(8), RULES) is Ended.NOBODY


def test_a_worker_who_takes_it_and_says_nothing_is_silent() -> None:
    case = talking()
    assert waits_for_answer_since(case) == minutes(2)
    assert over_by_time(case, minutes(7) - SECOND, RULES) is None
    assert over_by_time(case, minutes(7), RULES) is Ended.SILENCE


def test_the_clock_of_silence_stands_while_the_child_does_not_wait() -> None:
    case = talking(worker_wrote=minutes(3))
    assert waits_for_answer_since(case) is None
    assert over_by_time(case, minutes(500), RULES) is None


def test_the_clock_of_silence_begins_with_the_words_of_the_child() -> None:
    case = talking(worker_wrote=minutes(3), child_wrote=minutes(20))
    assert waits_for_answer_since(case) == minutes(20)
    assert over_by_time(case, minutes(25) - SECOND, RULES) is None
    assert over_by_time(case, minutes(25), RULES) is Ended.SILENCE


def test_an_answer_stops_the_clock() -> None:
    case = talking(child_wrote=minutes(20), worker_wrote=minutes(24))
    assert over_by_time(case, minutes(500), RULES) is None


def test_what_the_child_wrote_before_it_was_taken_counts_from_the_taking() -> None:
    case = talking(child_wrote=minutes(1))
    assert waits_for_answer_since(case) == minutes(2)


def test_a_child_that_is_gone() -> None:
    case = talking(child_seen=minutes(4), worker_wrote=minutes(3))
    gone = minutes(4) + CHILD_GONE
    assert over_by_time(case, gone - SECOND, RULES) is None
    assert over_by_time(case, gone, RULES) is Ended.BY_CHILD


@pytest.mark.parametrize(
    ("patience", "ended"), [(8, Ended.NOBODY), (30, Ended.BY_CHILD)], ids=["nobody", "gone"]
)
def test_what_was_due_first_counts_however_late_somebody_looks(patience: int, ended: Ended) -> None:
    rules = replace(RULES, minutes_until_nobody=patience)
    assert over_by_time(waiting(), minutes(60 * 24), rules) is ended


@pytest.mark.parametrize(
    "case",
    [waiting(live=Live.OVER), talking(live=Live.OVER)],
    ids=["over", "over after talking"],
)
def test_what_is_over_stays_as_it_is(case: Case) -> None:
    assert waits_for_answer_since(case) is None
    assert over_by_time(case, minutes(60 * 24 * 365), RULES) is None
