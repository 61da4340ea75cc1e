"""A cascade of two heads: the quick English one first, the multilingual one where it is needed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from beacon.understanding.head import Head

Vectors = npt.NDArray[np.float32]
Vector = npt.NDArray[np.float32]

# No opinion is surer than this that a label does not fit.
LEAST_PROBABILITY = 1e-6
# From this chance on a watched label needs no second opinion.
CERTAIN = 0.9


class Cascade:
    """One head for each encoder, over the same labels, in the order in which they are asked."""

    def __init__(
        self,
        heads: Mapping[str, Head],
        margin: float,
        watched: Collection[str] = (),
        ruled_out: float = 0.0,
    ) -> None:
        """The next head is asked too where the lead of the best label is below `margin`, and where
        the labels `watched`, taken together, have a chance above `ruled_out` and are not certain.
        """
        self.heads = dict(heads)
        self.labels = next(iter(heads.values())).labels
        self._margin = margin
        self._watched = [self.labels.index(label) for label in watched]
        self._ruled_out = ruled_out

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
        return _together(opinions)

    def calmer(self, part: Vector, whole: Vector) -> Vector:
        """The opinion on a part of a message; watched labels are no likelier than for the whole."""
        result = part.copy()
        result[self._watched] = np.minimum(part, whole)[self._watched]
        calm: Vector = result / result.sum()
        return calm

    def _may_follow(self, name: str, vectors: Mapping[str, Vectors]) -> bool:
        """Only a later head is asked: the English one has no say in another language."""
        order = list(self.heads)
        return order.index(name) > max(order.index(known) for known in vectors)

    def _is_doubtful(self, probabilities: Vector) -> bool:
        second, first = np.sort(probabilities)[-2:]
        watched = probabilities[self._watched].sum()
        return bool(first - second < self._margin or self._ruled_out < watched < CERTAIN)

    def save(self, folder: Path) -> None:
        """Writes one archive a head."""
        for name, head in self.heads.items():
            head.save(folder / f"{name}.npz")

    @classmethod
    def load(
        cls,
        folder: Path,
        names: list[str],
        margin: float,
        watched: Collection[str] = (),
        ruled_out: float = 0.0,
    ) -> Cascade:
        """Reads what `save` wrote."""
        heads = {name: Head.load(folder / f"{name}.npz") for name in names}
        return cls(heads, margin, watched, ruled_out)


def _together(opinions: Sequence[Vector]) -> Vector:
    """The mean of the logarithms, as chances again: a head that rules a label out is heard.

    With the plain mean one head that is wrong and sure would outvote a better one in doubt.
    """
    mean = np.exp(np.mean(np.log(np.maximum(opinions, LEAST_PROBABILITY)), axis=0))
    result: Vector = mean / mean.sum()
    return result
