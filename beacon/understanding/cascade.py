"""A cascade of two heads: the quick English one first, the multilingual one where it is needed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from beacon.understanding.head import Head

Vectors = npt.NDArray[np.float32]
Vector = npt.NDArray[np.float32]

# Between these chances of a watched label a second opinion is worth its milliseconds.
RULED_OUT, CERTAIN = 0.0002, 0.9


class Cascade:
    """One head for each encoder, over the same labels, in the order in which they are asked."""

    def __init__(
        self, heads: Mapping[str, Head], margin: float, watched: Collection[str] = ()
    ) -> None:
        """The next head is asked too where the lead of the best label is below `margin`, and where
        the labels `watched`, taken together, are neither ruled out nor certain.
        """
        self.heads = dict(heads)
        self.labels = next(iter(heads.values())).labels
        self._margin = margin
        self._watched = [self.labels.index(label) for label in watched]

    def probabilities(
        self, vectors: Mapping[str, Vectors], encode: Callable[[str], Vectors]
    ) -> Vector:
        """Probabilities of the labels for one message, which has at least one vector [1, width].

        `encode(name)` gives the vector of an encoder that the message does not have yet.
        """
        opinions = [self.heads[name].probabilities(vectors[name])[0] for name in vectors]
        if self._is_doubtful(opinions[-1]):
            missing = [name for name in self.heads if name not in vectors]
            opinions += [
                self.heads[name].probabilities(encode(name))[0]
                for name in missing
                if self._may_follow(name, vectors)
            ]
        mean: Vector = np.mean(opinions, axis=0)
        return mean

    def _may_follow(self, name: str, vectors: Mapping[str, Vectors]) -> bool:
        """Only a later head is asked: the English one has no say in another language."""
        order = list(self.heads)
        return order.index(name) > max(order.index(known) for known in vectors)

    def _is_doubtful(self, probabilities: Vector) -> bool:
        second, first = np.sort(probabilities)[-2:]
        watched = probabilities[self._watched].sum()
        return bool(first - second < self._margin or RULED_OUT < watched < CERTAIN)

    def save(self, folder: Path) -> None:
        """Writes one archive a head."""
        for name, head in self.heads.items():
            head.save(folder / f"{name}.npz")

    @classmethod
    def load(
        cls, folder: Path, names: list[str], margin: float, watched: Collection[str] = ()
    ) -> Cascade:
        """Reads what `save` wrote."""
        return cls({name: Head.load(folder / f"{name}.npz") for name in names}, margin, watched)
