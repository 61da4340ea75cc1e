from __future__ import annotations

import pytest

from beacon import project
from beacon.answers import coverage

ITEMS = [name for items in coverage.sections().values() for name in items]


@pytest.mark.parametrize("item", ITEMS)
def test_every_recommendation_and_practice_is_carried(item: str) -> None:
    assert coverage.carriers(project.answer_book()).get(item)


def test_the_table_names_what_carries_an_item() -> None:
    assert "| IX-7 |" in coverage.table(project.answer_book())
