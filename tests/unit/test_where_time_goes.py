"""The stopwatch of tests/load: every part that it names must be there."""

from __future__ import annotations

import pytest

from tests.load.where_time_goes import LOCKS, PARTS, _find


@pytest.mark.parametrize("method", [*LOCKS, *(each for part in PARTS.values() for each in part)])
def test_every_part_is_a_method_that_exists(method: str) -> None:
    owner, attribute = _find(method)
    assert callable(getattr(owner, attribute))
