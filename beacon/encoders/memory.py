"""Vectors of sentences that were encoded once: a changed file needs only those that are new."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from beacon.encoders.registry import Vectors, load


class Memory:
    """The vectors of one encoder by their sentences, for as long as the process lives."""

    def __init__(self, encoder: str) -> None:
        self._encoder = encoder
        self._known: dict[str, Vectors] = {}

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """The vectors of these sentences, of which there is one at least, [texts, width]."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, load(self._encoder).encode(new), strict=True))
        return np.stack([self._known[text] for text in texts])

    def save(self, file: Path, texts: Sequence[str]) -> None:
        """Writes the vectors of these sentences, in half of the precision."""
        np.savez(file, texts=np.array(texts), vectors=self.vectors(texts).astype(np.float16))

    def recall(self, file: Path) -> None:
        """Reads what `save` wrote."""
        with np.load(file) as stored:
            vectors = stored["vectors"].astype(np.float32)
            self._known.update(zip(stored["texts"].tolist(), vectors, strict=True))


@functools.cache
def memory(encoder: str) -> Memory:
    """The memory of the encoder of that name, the same one each time."""
    return Memory(encoder)
