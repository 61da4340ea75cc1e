"""Replies are read together with the message and what was said before it."""

from __future__ import annotations

import pytest

from beacon import project
from beacon.encoders.replies import ReplyReader, reply_reader
from beacon.encoders.trained import WEIGHTS


def read(message: str, *names: str, before: tuple[str, ...] = ()) -> list[float]:
    known = project.follow_ups().by_name
    return reply_reader().scores(before, message, [known[name].as_read for name in names])


def test_a_reply_that_answers_reads_better_than_one_that_does_not() -> None:
    answers, others = read(
        "will my mum be mad at me if i tell her", "kid_will_they_be_mad", "adult_first_words"
    )
    assert answers > others


@pytest.fixture(scope="module")
def names() -> list[str]:
    return list(project.follow_ups().by_name)[:6]


def test_a_reply_reads_the_same_beside_any_others(names: list[str]) -> None:
    together = read("ok i told her", *names)
    alone = [read("ok i told her", name)[0] for name in names]
    assert together == pytest.approx(alone, abs=0.35)


def test_what_was_said_before_counts_and_only_the_latest(names: list[str]) -> None:
    after, other = (
        read("ok i did", names[0], before=before) for before in (("a",), ("he hit me",))
    )
    assert after != other
    latest = ("my friend sent a pic", "she is sad")
    assert read("ok", names[0], before=latest) == read("ok", names[0], before=("hello", *latest))


def test_nothing_is_read_of_no_replies() -> None:
    assert ReplyReader(WEIGHTS / "nowhere").scores([], "hi", []) == []
