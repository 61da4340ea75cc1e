"""How like a message is to sentences that stand in groups, by the vectors of an encoder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.intp]

# Along so many axes, those on which sentences differ most, all are compared; the rest of a cosine
# can't be larger than what is left of both lengths, so few must be compared whole.
AXES = 64
ROUNDING = 1e-4
# No more are compared whole: those whose cosine is among the largest are far fewer.
MOST = 1500
# So many of a group's sentences are near ones.
NEAR = 3


@dataclass(frozen=True)
class Like:
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
        name, *numbers = astuple(self)
        return [name, *(round(number, 3) for number in numbers)]


class Likeness:
    """Groups of sentences by name; each has sentences like it, and may have some unlike it."""

    def __init__(self, vectors: Vectors, names: Sequence[str], are_like: Sequence[bool]) -> None:
        """`vectors`, [sentences, width] and of unit length, with the name of each one's group.

        What is unlike a group looks like it and means something else.
        """
        places: dict[bool, list[int]] = {True: [], False: []}
        for place, is_like in enumerate(are_like):
            places[bool(is_like)].append(place)
        self._names = [names[place] for place in places[True]]
        self._vectors = vectors[places[True]]
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(self._names):
            self._places[name].append(place)
        self._axes = _widest_axes(self._vectors)
        heads = self._vectors @ self._axes
        self._rests = _rest(self._vectors, heads)
        self._heads = np.ascontiguousarray(heads.T)
        unlike: dict[str, list[int]] = defaultdict(list)
        for place in places[False]:
            unlike[names[place]].append(place)
        self._unlike = {name: vectors[own] for name, own in unlike.items()}

    def best(self, vector: Vectors, most: int, least: float = -1.0) -> list[tuple[str, float]]:
        """The groups that a vector [width] is most like, with the cosine of the nearest sentence.

        Those whose cosine is below `least`, and those that it is more unlike than like, are left
        out.
        """
        return list(islice(self._likest(vector, least), most))

    def to_all(self, name: str, vector: Vectors) -> tuple[float, float]:
        """The cosine to the nearest sentences of a group, and to all of them, in the mean."""
        cosines = np.sort(self._vectors[self._places[name]] @ vector)
        return float(cosines[-NEAR:].mean()), float(cosines.mean())

    def _likest(self, vector: Vectors, least: float) -> Iterator[tuple[str, float]]:
        places = self._candidates(vector, least)
        cosines = self._vectors[places] @ vector
        seen = set()
        for number in np.argsort(-cosines):
            name, cosine = self._names[places[number]], float(cosines[number])
            if cosine >= least and name not in seen and cosine > self._unlikeness(name, vector):
                yield name, cosine
            seen.add(name)

    def _candidates(self, vector: Vectors, least: float) -> Numbers:
        """The sentences whose cosine may be that large; where they are many, the likeliest."""
        head = vector @ self._axes
        largest = head @ self._heads + _rest(vector, head) * self._rests
        places = np.flatnonzero(largest >= least - ROUNDING)
        if len(places) > MOST:
            places = places[np.argpartition(-largest[places], MOST)[:MOST]]
        return places

    def _unlikeness(self, name: str, vector: Vectors) -> float:
        return float(max(self._unlike[name] @ vector)) if name in self._unlike else -1.0


def _widest_axes(vectors: Vectors) -> Vectors:
    """The directions [width, AXES] in which the vectors have most of their length."""
    _, axes = np.linalg.eigh(vectors.T @ vectors)
    widest: Vectors = np.ascontiguousarray(axes[:, -AXES:])
    return widest


def _rest(vectors: Vectors, heads: Vectors) -> Vectors:
    """The length of vectors [..., width] that is not in their heads [..., axes]."""
    rest: Vectors = np.sqrt(np.maximum(0.0, (vectors**2).sum(axis=-1) - (heads**2).sum(axis=-1)))
    return rest
