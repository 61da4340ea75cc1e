"""Vectors of sentences that were encoded once: a changed file needs only those that are new."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from beacon.encoders.registry import Vectors, load

Half = npt.NDArray[np.float16]


class Memory:
    """The vectors of one encoder by their sentences, in half of the precision.

    For as long as the process lives, so that what is read anew need not be encoded again.
    """

    def __init__(self, encoder: str) -> None:
        self._encoder = encoder
        self._known: dict[str, Half] = {}

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """The vectors of these sentences, of which there is one at least, [texts, width]."""
        return self._halves(texts).astype(np.float32)

    def save(self, file: Path, texts: Sequence[str]) -> None:
        """Writes the vectors of these sentences."""
        np.savez(file, texts=np.array(texts), vectors=self._halves(texts))

    def recall(self, file: Path) -> None:
        """Reads what `save` wrote."""
        with np.load(file) as stored:
            self._known.update(zip(stored["texts"].tolist(), stored["vectors"], strict=True))

    def _halves(self, texts: Sequence[str]) -> Half:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            vectors = load(self._encoder).encode(new).astype(np.float16)
            self._known.update(zip(new, vectors, strict=True))
        return np.stack([self._known[text] for text in texts])


@functools.cache
def memory(encoder: str) -> Memory:
    """The memory of the encoder of that name, the same one each time."""
    return Memory(encoder)
