"""Misspells messages as hurried thumbs and young ears do, so that encoders learn to read them."""

from __future__ import annotations

import functools
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from beacon import data_file

FILE = Path(__file__).with_name("by_sound.yml")
NEIGHBOURS = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj",
    "i": "uo", "j": "hk", "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o",
    "q": "wa", "r": "et", "s": "ad", "t": "ry", "u": "yi", "v": "cb", "w": "qe", "x": "zc",
    "y": "tu", "z": "x",
}  # fmt: skip
# The share of English messages that are written by ear while encoders learn.
SPELT_BY_EAR = 0.2
# Of the words that can be written by ear, the share that a child writes so which spells badly.
BY_EAR = 0.55
_WORD = re.compile(r"[a-z']+")
_LISTS = {"type": "array", "minItems": 1, "items": {"type": ["string", "integer"]}}
_SCHEMA = {
    "type": "object",
    "required": ["words", "sounds"],
    "additionalProperties": {"type": "object", "additionalProperties": _LISTS},
}


def as_typed(text: str, language: str, generator: random.Random) -> str:
    """`text` as a child may type it: as it stands, with slips, and in English also by ear."""
    if language == "en" and generator.random() < SPELT_BY_EAR:
        text = by_sound(text, generator)
    return misspell(text, generator)


def misspell(text: str, generator: random.Random) -> str:
    """`text`, in two cases of five with one slip for about every 25 letters."""
    if generator.random() < 0.6 or len(text) < 6:
        return text
    for _ in range(1 + len(text) // 40):
        text = _slip(text, generator)
    return text


def by_sound(text: str, generator: random.Random) -> str:
    """An English `text` as a child writes it that spells by ear; marks such as `[name]` stay."""
    sounds = _sounds()
    parts = re.split(r"(\[\w+\])", text.lower())
    written = [part if part.startswith("[") else sounds.write(part, generator) for part in parts]
    return "".join(written)


def _slip(text: str, generator: random.Random) -> str:
    at = generator.randrange(len(text) - 1)
    kind = generator.randrange(5)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if kind == 2:
        return text[:at] + text[at] + text[at:]
    if kind == 3:
        near = NEIGHBOURS.get(text[at].lower())
        return text[:at] + (generator.choice(near) if near else text[at]) + text[at + 1 :]
    return text.lower() if generator.random() < 0.5 else text.rstrip(".!?")


@dataclass(frozen=True)
class _Sounds:
    """Words, and parts of words, with what is written for them."""

    words: Mapping[str, Sequence[str]]
    parts: Sequence[tuple[re.Pattern[str], Sequence[str]]]

    def write(self, text: str, generator: random.Random) -> str:
        return _WORD.sub(lambda found: self._word(found[0], generator), text)

    def _word(self, word: str, generator: random.Random) -> str:
        if generator.random() >= BY_EAR:
            return word
        if word in self.words:
            return generator.choice(self.words[word])
        fitting = [part for part in self.parts if part[0].search(word)] if len(word) > 3 else []
        if not fitting:
            return word
        pattern, written = generator.choice(fitting)
        return pattern.sub(generator.choice(written), word, count=1)


@functools.cache
def _sounds() -> _Sounds:
    content = data_file.load(FILE, _SCHEMA)
    return _Sounds(
        {word: [str(one) for one in heard] for word, heard in content["words"].items()},
        [(re.compile(part), [str(o) for o in heard]) for part, heard in content["sounds"].items()],
    )
