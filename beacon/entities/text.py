"""A message as words that can be compared: without case and accents, with their places kept."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_WORD = re.compile(r"\d+|[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*")
# Letters that Unicode does not decompose into a base letter and an accent.
_BASE_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
# Cyrillic letters that only look like another one with an accent.
_LETTERS_OF_THEIR_OWN = "йїѓќ"


class Token(NamedTuple):
    """A word or a number: `text` is folded, `start` and `end` count characters of the message."""

    text: str
    start: int
    end: int


def fold(text: str) -> str:
    """The text without case and accents; Greek and Cyrillic letters stay in their script."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKC", text).casefold()
    letters = map(_without_accents, unicodedata.normalize("NFC", plain))
    return "".join(letters).translate(_BASE_LETTERS)


def _without_accents(letter: str) -> str:
    if letter in _LETTERS_OF_THEIR_OWN or letter.isascii():
        return letter
    decomposed = unicodedata.normalize("NFKD", letter)
    return "".join(part for part in decomposed if not unicodedata.combining(part))


def tokenise(text: str) -> list[Token]:
    """The words and numbers of a message in order; `12yo` is a number and a word."""
    return [Token(fold(match[0]), *match.span()) for match in _WORD.finditer(text)]


def words_of(text: str) -> tuple[str, ...]:
    """The folded words alone."""
    return tuple(fold(match[0]) for match in _WORD.finditer(text))
