"""How like a message is to sentences that stand in groups, by the vectors of an encoder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.intp]

# Along so many axes, those on which sentences differ most, all are compared; the rest of a cosine
# can't be larger than what is left of both lengths, so few must be compared whole.
AXES = 64
ROUNDING = 1e-4
# No more are compared whole, those that may be most alike; hardly ever one that is most alike is
# not among them.
MOST_COMPARED = 400
# So many of a group's sentences are near ones.
NEAR = 3


class Like(NamedTuple):
    """How like a message is to a group of sentences.

    By its meaning (cosine): to the nearest of them, to the three nearest, and to all, in the mean.
    By what it shares with one of them, weighed by how rare each word is, from 0 to 1: of both, of
    the message, of the sentence. `chance` is that of the group's intent, by the classifier.
    """

    name: str
    cosine: float
    near: float = 0.0
    mean: float = 0.0
    shared: float = 0.0
    shared_of_message: float = 0.0
    shared_of_sentence: float = 0.0
    chance: float = 0.0

    @classmethod
    def of(cls, stored: Sequence[str | float]) -> Like:
        """What `stored` made."""
        name, *numbers = stored
        return cls(str(name), *map(float, numbers))

    def stored(self) -> list[str | float]:
        """Its parts in order, in few digits, as a message holds them."""
        return [self.name, *(round(number, 3) for number in self[1:])]


class Likeness:
    """Groups of sentences by name; each has sentences like it, and may have some unlike it."""

    def __init__(self, vectors: Vectors, names: Sequence[str], are_like: Sequence[bool]) -> None:
        """`vectors`, [sentences, width] and of unit length, with the name of each one's group.

        What is unlike a group looks like it and means something else.
        """
        liked = sorted(np.flatnonzero(are_like), key=lambda place: names[place])
        self._vectors = vectors[liked]
        self._group_of, self._groups = _groups([names[place] for place in liked])
        self._axes = _widest_axes(self._vectors)
        heads = self._vectors @ self._axes
        self._rests = _rest(self._vectors, heads)
        self._heads = np.ascontiguousarray(heads.T)
        unlike: dict[str, list[int]] = defaultdict(list)
        for place in np.flatnonzero(np.logical_not(are_like)):
            unlike[names[place]].append(place)
        self._unlike = {name: vectors[places] for name, places in unlike.items()}

    def best(self, vector: Vectors, most: int, least: float = -1.0) -> list[Like]:
        """The groups that a vector [width] is most like, by its meaning.

        Those whose cosine is below `least`, and those that it is more unlike than like, are left
        out.
        """
        return list(islice(self._likest(vector, least), most))

    def _likest(self, vector: Vectors, least: float) -> Iterator[Like]:
        places = self._candidates(vector, least)
        nearest_first = places[np.argsort(-(self._vectors[places] @ vector))]
        _, firsts = np.unique(self._group_of[nearest_first], return_index=True)
        for first in np.sort(firsts):
            name, own = self._groups[self._group_of[nearest_first[first]]]
            cosines = sorted((self._vectors[own] @ vector).tolist(), reverse=True)
            if cosines[0] < least:
                return
            if cosines[0] > self._unlikeness(name, vector):
                near = cosines[:NEAR]
                yield Like(name, cosines[0], sum(near) / len(near), sum(cosines) / len(cosines))

    def _candidates(self, vector: Vectors, least: float) -> Numbers:
        """The sentences whose cosine may be that large; of many, those that may be most alike."""
        head = vector @ self._axes
        largest = head @ self._heads + _rest(vector, head) * self._rests
        places = np.flatnonzero(largest >= least - ROUNDING)
        if len(places) > MOST_COMPARED:
            places = places[np.argpartition(-largest[places], MOST_COMPARED)[:MOST_COMPARED]]
        return places

    def _unlikeness(self, name: str, vector: Vectors) -> float:
        return float((self._unlike[name] @ vector).max()) if name in self._unlike else -1.0


def _groups(names: Sequence[str]) -> tuple[Numbers, list[tuple[str, slice]]]:
    """The number of each sentence's group, and the groups with where their sentences stand.

    `names` are those of the groups of all sentences, in order.
    """
    group_of, groups = np.empty(len(names), dtype=np.intp), []
    for number, (name, places) in enumerate(groupby(range(len(names)), key=names.__getitem__)):
        first, *others = places
        own = slice(first, first + 1 + len(others))
        group_of[own] = number
        groups.append((name, own))
    return group_of, groups


def _widest_axes(vectors: Vectors) -> Vectors:
    """The directions [width, AXES] in which the vectors have most of their length."""
    _, axes = np.linalg.eigh(vectors.T @ vectors)
    widest: Vectors = np.ascontiguousarray(axes[:, -AXES:])
    return widest


def _rest(vectors: Vectors, heads: Vectors) -> Vectors:
    """The length of vectors [..., width] that is not in their heads [..., axes]."""
    rest: Vectors = np.sqrt(np.maximum(0.0, (vectors**2).sum(axis=-1) - (heads**2).sum(axis=-1)))
    return rest
