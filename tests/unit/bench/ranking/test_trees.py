"""Trees that are taken out of scikit-learn say the same as before."""

from __future__ import annotations

import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from beacon.bench.ranking.trees import trees_of
from tests.unit.bench.ranking.rows import ROWS


def test_the_trees_say_what_those_of_scikit_learn_say() -> None:
    table, are_good = [[one.features["cosine"]] for one in ROWS], [one.is_good for one in ROWS]
    model = HistGradientBoostingClassifier(max_iter=20, max_leaf_nodes=6, random_state=0)
    model.fit(table, are_good)
    assert trees_of(model).chances(table) == pytest.approx(model.predict_proba(table)[:, 1])
