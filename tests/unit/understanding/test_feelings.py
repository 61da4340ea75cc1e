from __future__ import annotations

import pytest

from beacon import project
from beacon.answers.topics import names_of
from beacon.understanding.feelings import FEELINGS, LABELS, NEITHER, SURE_FEELING, surely


@pytest.mark.parametrize(
    ("chances", "feeling"),
    [
        ({"panics": SURE_FEELING, NEITHER: 1 - SURE_FEELING}, "panics"),
        ({"panics": SURE_FEELING - 0.01, "scared": 0.2}, None),
        ({NEITHER: 0.9, "panics": 0.1}, None),
        ({}, None),
    ],
)
def test_a_feeling_is_said_where_it_is_sure(chances: dict[str, float], feeling: str | None) -> None:
    assert surely(chances) == feeling


def test_every_feeling_is_a_topic_with_words_for_it() -> None:
    acknowledged = {name for one in project.answer_book().acknowledgements for name in one.says}
    assert set(FEELINGS) == acknowledged
    assert set(FEELINGS) <= set(names_of(project.topics()))
    assert set(LABELS) == {*FEELINGS, NEITHER}
