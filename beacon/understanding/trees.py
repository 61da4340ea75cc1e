"""Boosted decision trees: a row of numbers in, a chance out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

NODES = ("roots", "feature", "left", "right")


@dataclass(frozen=True)
class Trees:
    """All trees in one table, a node a row; a leaf leads to itself.

    A node asks whether the number at `feature` is at most `threshold`, and goes `left` where it
    is, else `right`; `value` is what a leaf adds to the logarithm of the odds. `roots` are the
    trees' first nodes, `depth` the longest way from one to a leaf, `start` the odds before any.
    """

    start: float
    depth: int
    roots: Places
    feature: Places
    threshold: Numbers
    left: Places
    right: Places
    value: Numbers

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Trees:
        """The trees that `stored` made. Raises KeyError where something is missing."""
        nodes = {name: np.array(stored[name], dtype=np.intp) for name in NODES}
        threshold, value = np.array(stored["threshold"]), np.array(stored["value"])
        return cls(stored["start"], stored["depth"], threshold=threshold, value=value, **nodes)

    def stored(self) -> dict[str, Any]:
        """The trees as JSON can hold them."""
        return {
            name: part.tolist() if isinstance(part, np.ndarray) else part
            for name, part in vars(self).items()
        }

    def chances(self, rows: Sequence[Sequence[float]]) -> Numbers:
        """The chance that each row of features is one of what was learned, [rows]."""
        table = np.asarray(rows, dtype=np.float64)
        row = np.arange(len(table))[:, None]
        places = np.broadcast_to(self.roots, (len(table), len(self.roots)))
        for _ in range(self.depth):
            is_left = table[row, self.feature[places]] <= self.threshold[places]
            places = np.where(is_left, self.left[places], self.right[places])
        odds = self.start + self.value[places].sum(axis=1)
        chances: Numbers = 1.0 / (1.0 + np.exp(-odds))
        return chances
