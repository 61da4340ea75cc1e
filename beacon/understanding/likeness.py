"""How like a message is to sentences that stand in groups, by the vectors of an encoder."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


class Likeness:
    """Groups of sentences by name; each has sentences like it, and may have some unlike it."""

    def __init__(self, vectors: Vectors, names: Sequence[str], are_like: Sequence[bool]) -> None:
        """`vectors`, [sentences, width] and of unit length, with the name of each one's group.

        What is unlike a group looks like it and means something else.
        """
        self._vectors = np.ascontiguousarray(vectors)
        self._names = list(dict.fromkeys(names))
        numbers = {name: number for number, name in enumerate(self._names)}
        self._groups = np.array([numbers[name] for name in names], dtype=np.intp)
        self._are_like = np.array(are_like, dtype=bool)

    def best(self, vector: Vectors, most: int) -> list[tuple[str, float]]:
        """The groups that a vector [width] is most like, with the cosine of the nearest sentence.

        Those that it is more unlike than like are left out.
        """
        if not self._names:
            return []
        cosines = self._vectors @ vector
        like = self._nearest(cosines, self._are_like)
        unlike = self._nearest(cosines, ~self._are_like)
        order = [
            number for number in np.argsort(-like)[: 2 * most] if like[number] > unlike[number]
        ]
        return [(self._names[number], float(like[number])) for number in order[:most]]

    def _nearest(self, cosines: Vectors, which: npt.NDArray[np.bool_]) -> Vectors:
        nearest = np.full(len(self._names), -1.0, dtype=np.float32)
        np.maximum.at(nearest, self._groups[which], cosines[which])
        return nearest
