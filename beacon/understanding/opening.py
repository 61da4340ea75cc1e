"""The opening of a message that first answers the bot, and what is left when it is taken off."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from beacon import data_file
from beacon.entities.text import fold
from beacon.patterns import APOSTROPHES, WITHOUT_APOSTROPHES

FILE = Path(__file__).with_name("openings.yml")
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["openings"],
    "additionalProperties": False,
    "properties": {
        "openings": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["phrases"],
                "additionalProperties": False,
                "properties": {
                    name: {"type": "array", "minItems": 1, "items": {"type": "string"}}
                    for name in ("phrases", "before")
                },
            },
        }
    },
}
# Fewer words say too little by themselves.
LEAST_LEFT = 3
_WORD = re.compile(rf"[^\W_]+(?:[{APOSTROPHES}][^\W_]+)*")
# What ends a place that stands by itself: "Greece. should i pay".
_STOP = re.compile(r"\s*[.,;:!]")

Words = tuple[str, ...]


@dataclass(frozen=True)
class Opening:
    """Words that a message may begin with; one of `before` must follow, if there are any."""

    words: Words
    before: frozenset[str]

    def fits(self, words: Words) -> bool:
        """Whether words begin with it."""
        rest = words[len(self.words) :]
        if words[: len(self.words)] != self.words:
            return False
        return not self.before or (bool(rest) and rest[0] in self.before)


@functools.cache
def openings() -> dict[str, tuple[Opening, ...]]:
    """The openings under their first words, the longest first. Raises DataFileError."""
    found: dict[str, list[Opening]] = {}
    for entry in data_file.load(FILE, SCHEMA)["openings"]:
        before = frozenset(entry.get("before", ()))
        for phrase in entry["phrases"]:
            words = _words(phrase)
            found.setdefault(words[0], []).append(Opening(words, before))
    return {
        first: tuple(sorted(some, key=lambda one: -len(one.words))) for first, some in found.items()
    }


def without_opening(text: str, places: Collection[tuple[int, int]] = ()) -> str:
    """What is left of a text; all of it where it has no opening, or is little more than that.

    `places` are where places are named, as first and last character but one: a country that stands
    by itself at the beginning is an answer, too. Raises DataFileError.
    """
    spans = [match.span() for match in _WORD.finditer(text)]
    words = tuple(_folded(text[start:end]) for start, end in spans)
    taken = 0
    while step := _step(text, spans, words, taken, places):
        taken += step
    return text[spans[taken][0] :] if taken and len(words) - taken >= LEAST_LEFT else text


def _step(
    text: str,
    spans: Sequence[tuple[int, int]],
    words: Words,
    taken: int,
    places: Collection[tuple[int, int]],
) -> int:
    """How many words more belong to the opening."""
    if taken >= len(words):
        return 0
    for opening in openings().get(words[taken], ()):
        if opening.fits(words[taken:]):
            return len(opening.words)
    for start, end in places:
        if start == spans[taken][0] and _STOP.match(text, end):
            return sum(start <= first < end for first, _ in spans)
    return 0


def _words(text: str) -> Words:
    return tuple(_folded(match[0]) for match in _WORD.finditer(text))


def _folded(word: str) -> str:
    return fold(word).translate(WITHOUT_APOSTROPHES)
