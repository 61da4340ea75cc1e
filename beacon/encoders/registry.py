"""Encoders by name, each loaded once a process and only when asked for."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


class Encoder(Protocol):
    """Something that turns texts into vectors of one width."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of unit length, float32, of [texts, width]."""


def _english() -> Encoder:
    from beacon.encoders.trained import EnglishEncoder

    return EnglishEncoder()


def _follow_ups() -> Encoder:
    from beacon.encoders.trained import EnglishEncoder

    return EnglishEncoder(name=FOLLOW_UPS)


def _multilingual() -> Encoder:
    from beacon.encoders.trained import MultilingualEncoder

    return MultilingualEncoder()


def _minilm() -> Encoder:
    from beacon.encoders.shipped import MiniLM

    return MiniLM()


def _e5() -> Encoder:
    from beacon.encoders.shipped import E5

    return E5()


def _use() -> Encoder:
    from beacon.encoders.shipped import UniversalSentenceEncoder

    return UniversalSentenceEncoder()


# The one that compares messages with the wordings of follow-ups.
FOLLOW_UPS = "follow_ups"
_MAKERS: dict[str, Callable[[], Encoder]] = {
    "english": _english,
    "multilingual": _multilingual,
    FOLLOW_UPS: _follow_ups,
    "minilm": _minilm,
    "e5": _e5,
    "use": _use,
}

NAMES = tuple(_MAKERS)


@functools.cache
def load(name: str) -> Encoder:
    """The encoder of that name. Raises ValueError for an unknown one."""
    if name not in _MAKERS:
        raise ValueError(f"no encoder is called {name!r}; there are {', '.join(NAMES)}")
    return _MAKERS[name]()
