"""A linear classifier over sentence vectors."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

Vectors = npt.NDArray[np.float32]

# More of them fit the training messages closer, and no more of the tuning messages are right.
ITERATIONS = 80


class Head:
    """Multinomial logistic regression: unit vectors in, probabilities of labels out."""

    def __init__(self, labels: Sequence[str], weights: Vectors, bias: Vectors) -> None:
        self.labels = tuple(labels)
        self._weights = weights
        self._bias = bias

    @classmethod
    def fit(cls, vectors: Vectors, labels: Sequence[str], strength: float, balance: float) -> Head:
        """Fits to vectors [n, width] with their labels.

        `strength` is the inverse of the regularisation; `balance` 0 counts each message once,
        1 each label alike, and what lies between a compromise.
        """
        names, counts = np.unique(np.array(labels), return_counts=True)
        share = dict(zip(names.tolist(), (counts.mean() / counts) ** balance, strict=True))
        model = LogisticRegression(
            C=strength, max_iter=ITERATIONS, class_weight=share, random_state=0
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.fit(vectors, list(labels))
        weights, bias = model.coef_, model.intercept_
        if len(model.classes_) == 2:
            weights, bias = np.vstack([-weights, weights]) / 2, np.hstack([-bias, bias]) / 2
        return cls(model.classes_.tolist(), weights.T.astype(np.float32), bias.astype(np.float32))

    def probabilities(self, vectors: Vectors) -> Vectors:
        """Probabilities [n, labels], in the order of `labels`."""
        scores = vectors @ self._weights + self._bias
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        result: Vectors = powers / powers.sum(axis=1, keepdims=True)
        return result

    def save(self, file: Path) -> None:
        """Writes the head as a NumPy archive without pickles."""
        np.savez(file, labels=np.array(self.labels), weights=self._weights, bias=self._bias)

    @classmethod
    def load(cls, file: Path) -> Head:
        """Reads what `save` wrote."""
        with np.load(file, allow_pickle=False) as stored:
            return cls(stored["labels"].tolist(), stored["weights"], stored["bias"])
