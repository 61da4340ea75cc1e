"""How good a reply to a message seems to an encoder that reads both together, in their chat."""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime

from beacon.encoders.registry import Vectors
from beacon.encoders.session import open_session
from beacon.encoders.tokenizers import Exchanges
from beacon.encoders.trained import WEIGHTS

NAME = "replies"
# So many earlier messages of the child are read with the one at hand.
BEFORE = 2
# What a vector of unit length is multiplied by before the head.
SCALE = 16.0


class ReplyReader:
    """The encoder that encoders/replies.py trained, and its head; loaded when it is first needed.

    Only the server reads words; the action server gets none.
    """

    def __init__(self, weights: Path = WEIGHTS) -> None:
        self._weights = weights

    def scores(self, before: Sequence[str], message: str, replies: Sequence[str]) -> list[float]:
        """The logits of replies, as `follow_up_files.as_read` gives them.

        `before` are earlier messages in order of time, of which only the latest are read.
        """
        if not replies:
            return []
        ids, mask = self._exchanges(before[-BEFORE:], message, replies)
        vectors: Vectors = self._session.run(None, {"words": ids, "mask": mask})[0]
        weights, bias = self._head
        return [float(score) for score in vectors @ weights + bias]

    def load(self) -> None:
        """Loads all of it now. Raises OSError, ValueError or KeyError."""
        self.scores([], "hi", ["hello"])

    @functools.cached_property
    def _exchanges(self) -> Exchanges:
        return Exchanges(self._weights / "english.tokenizer.json")

    @functools.cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        return open_session(self._weights / f"{NAME}.onnx")

    @functools.cached_property
    def _head(self) -> tuple[Vectors, float]:
        """The weights [width] and the bias."""
        stored = json.loads((self._weights / f"{NAME}.json").read_text(encoding="utf-8"))["head"]
        return np.array(stored["weights"], dtype=np.float32) * SCALE, float(stored["bias"])


@functools.cache
def reply_reader() -> ReplyReader:
    """The one of the project, the same each time."""
    return ReplyReader()
