"""A chat of 200 turns must be as fast at its end as at its start."""

from __future__ import annotations

import pytest

from tests.load.long_chat import COMPARED, MOST_SLOWER, ends, is_slower


def test_both_ends_of_all_chats_are_compared() -> None:
    chats = [[float(turn) for turn in range(200)] for _ in range(2)]
    assert ends(chats) == {
        "1-20": [float(turn) for turn in range(COMPARED)] * 2,
        "181-200": [float(turn) for turn in range(200 - COMPARED, 200)] * 2,
    }


@pytest.mark.parametrize(
    ("last", "slower"), [(10.0, False), (10 * MOST_SLOWER, False), (13.1, True)]
)
def test_an_end_that_is_slower_is_told(last: float, slower: bool) -> None:
    assert is_slower([9.0, 10.0, 400.0], [last, last, 1000.0]) is slower
