"""What is believed by several messages together."""

from __future__ import annotations

import pytest

from beacon.understanding.belief import LEAST_CHANCE, updated

BEFORE = {"a": 0.5, "b": 0.3, "c": 0.2}


def test_messages_together_show_more_than_each() -> None:
    once = updated(BEFORE, {"a": 0.1, "b": 0.8, "c": 0.1})
    twice = updated(once, {"a": 0.1, "b": 0.8, "c": 0.1})
    assert BEFORE["b"] < once["b"] < twice["b"]
    assert sum(twice.values()) == pytest.approx(1, abs=0.01)


def test_what_nobody_read_shows_nothing() -> None:
    assert updated(BEFORE, {}) == BEFORE


def test_nothing_is_ruled_out_for_good() -> None:
    belief = BEFORE
    for _ in range(20):
        belief = dict(updated(belief, {"a": 1.0}))
    assert min(belief.values()) >= LEAST_CHANCE
