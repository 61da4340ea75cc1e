from __future__ import annotations

from dataclasses import replace

import pytest

from beacon import project
from beacon.answers import coverage

ITEMS = [name for items in coverage.sections().values() for name in items]


@pytest.mark.parametrize("item", ITEMS)
def test_every_recommendation_and_practice_is_carried(item: str) -> None:
    assert coverage.carriers(project.answer_book()).get(item)


def test_what_only_the_look_up_carries_is_known() -> None:
    """They speak to countries and schools' authorities: no answer to a child would be truer."""
    carried = coverage.carriers(project.answer_book())
    only = {item for item in ITEMS if carried[item] == ["ask_factsheet"]}
    assert only == {"VII-3", "practice AL", "practice CY", "practice BE"}


def test_the_table_names_what_carries_an_item() -> None:
    book = project.answer_book()
    [row] = [line for line in coverage.table(book).splitlines() if "| IX-7 |" in line]
    assert all(intent in row for intent in coverage.carriers(book)["IX-7"])
    without = replace(book, answers={"greet": book.answers["greet"]})
    assert "ask_should_i_share" in row
    assert "ask_should_i_share" not in coverage.table(without)
