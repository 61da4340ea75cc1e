"""Sentences are encoded once a process, and not at all where their vectors were kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from beacon.encoders import memory
from beacon.encoders.memory import Memory
from beacon.encoders.registry import Vectors


class Lengths:
    """An encoder that knows how long a text is, and what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return np.array([[len(text), 1.0] for text in texts], dtype=np.float32)


@pytest.fixture
def lengths(monkeypatch: pytest.MonkeyPatch) -> Lengths:
    encoder = Lengths()
    monkeypatch.setattr(memory, "load", lambda _: encoder)
    return encoder


def test_only_what_is_new_is_encoded(lengths: Lengths) -> None:
    remembered = Memory("lengths")
    remembered.vectors(["a", "bb"])
    assert remembered.vectors(["bb", "ccc", "bb"]).tolist() == [[2, 1], [3, 1], [2, 1]]
    assert lengths.asked == ["a", "bb", "ccc"]


def test_what_was_kept_need_not_be_encoded(lengths: Lengths, tmp_path: Path) -> None:
    Memory("lengths").save(tmp_path / "vectors.npz", ["a", "bb"])
    lengths.asked.clear()
    later = Memory("lengths")
    later.recall(tmp_path / "vectors.npz")
    assert later.vectors(["bb", "a"]).tolist() == [[2, 1], [1, 1]]
    assert lengths.asked == []
