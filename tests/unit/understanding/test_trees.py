from __future__ import annotations

import json

import numpy as np
import pytest

from beacon.understanding.trees import Trees

# Asks whether the first number is at most one half, then on its right whether the second is.
STORED = {
    "start": 0.0,
    "depth": 2,
    "roots": [0],
    "feature": [0, 0, 1, 0, 0],
    "threshold": [0.5, 0.0, 0.5, 0.0, 0.0],
    "left": [1, 1, 3, 3, 4],
    "right": [2, 1, 4, 3, 4],
    "value": [0.0, -2.0, 0.0, 1.0, 3.0],
}


def chance_of(odds: float) -> float:
    return float(1 / (1 + np.exp(-odds)))


@pytest.mark.parametrize(
    ("row", "odds"), [((0.5, 1.0), -2.0), ((0.6, 0.5), 1.0), ((0.6, 0.6), 3.0)]
)
def test_a_row_goes_to_its_leaf(row: tuple[float, float], odds: float) -> None:
    assert Trees.of(STORED).chances([row]) == pytest.approx([chance_of(odds)])


def test_the_leaves_of_all_trees_add_up() -> None:
    twice = Trees.of({**STORED, "start": 0.5, "roots": [0, 2]})
    assert twice.chances([(0.0, 1.0)]) == pytest.approx([chance_of(0.5 - 2.0 + 3.0)])


def test_what_is_stored_says_the_same() -> None:
    trees = Trees.of(STORED)
    again = Trees.of(json.loads(json.dumps(trees.stored())))
    rows = [(0.1, 0.9), (0.9, 0.1)]
    assert list(again.chances(rows)) == list(trees.chances(rows))


def test_a_part_that_is_missing_is_named() -> None:
    with pytest.raises(KeyError, match="roots"):
        Trees.of({name: part for name, part in STORED.items() if name != "roots"})
