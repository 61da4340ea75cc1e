"""Reads through misspellings that can mean one thing only: "my bruver tuk a foto" is a brother's.

Patterns look for whole words, and encoders know few that hardly anybody spells so: spelling.yml.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from beacon import data_file
from beacon.data_file import DataFileError
from beacon.patterns import APOSTROPHES, WITHOUT_APOSTROPHES

FILE = Path(__file__).with_name("spelling.yml")
KINDS = WORDS, PHRASES = ("words", "phrases")


def _meant_by(written: str) -> dict[str, Any]:
    one = {"type": "string", "pattern": f"^{written}$"}
    some = {"type": "array", "minItems": 1, "items": one}
    return {"type": "object", "propertyNames": one, "additionalProperties": some}


SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": [WORDS, PHRASES],
    "additionalProperties": False,
    "properties": {WORDS: _meant_by("[a-z]{2,}"), PHRASES: _meant_by("[a-z]+( [a-z]+)+")},
}
_APOSTROPHE = f"[{APOSTROPHES}]"
# "no longer" and "self esteem" are words of their own, whatever stands before them.
_NOT_BEFORE = (
    r"(?!\s+(?:longer|more|one|body|matter|avail|surprise"
    r"|esteem|confidence|respect|image|harm|talk|defence|defense)\b)"
)
# Not the marks of the door: they stand in brackets.
_WORD = re.compile(rf"(?<![\w\[])[A-Za-z]+(?:{_APOSTROPHE}[A-Za-z]+)*(?!\w)")


def respelt(text: str) -> str:
    """The text with the usual spelling of what is misspelt; all else stays as it is.

    Raises DataFileError.
    """
    words, phrases = misspellings(WORDS), misspellings(PHRASES)
    text = _WORD.sub(lambda found: words.get(_folded(found[0]), found[0]), text)
    return _any_phrase().sub(lambda found: phrases[" ".join(_folded(found[0]).split())], text)


def spellings_of(text: str) -> tuple[str, ...]:
    """An English text, and as it is usually spelt, where that is another. Raises DataFileError."""
    return tuple(dict.fromkeys((text, respelt(text))))


@functools.cache
def misspellings(kind: str) -> Mapping[str, str]:
    """Each misspelling of that kind (WORDS or PHRASES), with what it means.

    Raises DataFileError, also for one that is given twice, or is itself what another means.
    """
    usual: Mapping[str, list[str]] = data_file.load(FILE, SCHEMA)[kind]
    meant: dict[str, str] = {}
    for word, misspelt in usual.items():
        for one in misspelt:
            if one in meant or one in usual:
                problem = f"{word}: {one!r} means {meant.get(one, 'something else')!r}, too"
                raise DataFileError(FILE, data_file.line_of(FILE, [kind, word]), problem)
            meant[one] = word
    return meant


@functools.cache
def _any_phrase() -> re.Pattern[str]:
    """Any of the phrases, with or without apostrophes; longer ones first."""
    longest_first = sorted(misspellings(PHRASES), key=len, reverse=True)
    any_of_them = "|".join(map(_written, longest_first))
    return re.compile(rf"\b(?:{any_of_them})\b{_NOT_BEFORE}", re.IGNORECASE)


def _written(phrase: str) -> str:
    return r"\s+".join(f"{_APOSTROPHE}?".join(word) for word in phrase.split())


def _folded(found: str) -> str:
    return found.translate(WITHOUT_APOSTROPHES).lower()
