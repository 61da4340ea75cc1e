"""Takes the trees out of a model of scikit-learn, which can only be stored as a pickle."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier

from beacon.understanding.trees import Trees


def trees_of(model: HistGradientBoostingClassifier) -> Trees:
    """The same trees in a form that JSON can hold; scikit-learn gives no public access to them."""
    roots, parts = [], []
    start = 0
    for (predictor,) in model._predictors:
        roots.append(start)
        parts.append(_columns(predictor.nodes, start))
        start += len(predictor.nodes)
    table = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    depth = int(table.pop("depth").max())
    first = float(np.ravel(model._baseline_prediction)[0])
    return Trees.of({"start": first, "depth": depth, "roots": roots, **table})


def _columns(nodes: npt.NDArray[Any], start: int) -> dict[str, npt.NDArray[Any]]:
    """One tree's part of the table, in which its first node stands in row `start`."""
    is_leaf = nodes["is_leaf"].astype(bool)
    itself = np.arange(start, start + len(nodes))
    return {
        "feature": np.where(is_leaf, 0, nodes["feature_idx"]),
        "threshold": np.where(is_leaf, 0.0, nodes["num_threshold"]),
        "left": np.where(is_leaf, itself, nodes["left"] + start),
        "right": np.where(is_leaf, itself, nodes["right"] + start),
        "value": np.where(is_leaf, nodes["value"], 0.0),
        "depth": nodes["depth"],
    }
