"""Looks up phrases of one or more words in a message, in a time that does not grow with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from beacon.entities.text import words_of

Value = TypeVar("Value")
LONGEST_ENDING = 6


class Match(NamedTuple, Generic[Value]):
    """Words `start` up to, not including, `end` are a known phrase."""

    start: int
    end: int
    value: Value


class PhraseIndex(Generic[Value]):
    """Phrases and what they stand for; where one is given twice, the first counts."""

    def __init__(self, phrases: Iterable[tuple[str, Value]]) -> None:
        self._values: dict[tuple[str, ...], Value] = {}
        lengths: dict[str, set[int]] = {}
        for phrase, value in phrases:
            words = words_of(phrase)
            if words:
                self._values.setdefault(words, value)
                lengths.setdefault(words[0], set()).add(len(words))
        self._lengths = {word: sorted(sizes, reverse=True) for word, sizes in lengths.items()}

    def __contains__(self, phrase: str) -> bool:
        return words_of(phrase) in self._values

    def matches_at(self, words: Sequence[str], start: int) -> Iterator[Match[Value]]:
        """Every phrase that begins with word `start`, the longest first."""
        for length in self._lengths.get(words[start], ()):
            phrase = tuple(words[start : start + length])
            if len(phrase) == length and phrase in self._values:
                yield Match(start, start + length, self._values[phrase])

    def longest_at(self, words: Sequence[str], start: int) -> Match[Value] | None:
        """The longest phrase that begins with word `start`."""
        return next(self.matches_at(words, start), None)

    def everywhere(self, words: Sequence[str]) -> Iterator[Match[Value]]:
        """Every phrase at every place, overlapping ones too."""
        for start in range(len(words)):
            yield from self.matches_at(words, start)

    def longest_in(self, words: Sequence[str]) -> Iterator[Match[Value]]:
        """The longest phrases from left to right, none overlapping."""
        start = 0
        while start < len(words):
            match = self.longest_at(words, start)
            if match:
                yield match
            start = match.end if match else start + 1


class PhraseList:
    """Phrases to look up; one that ends in a star is found with any ending of a few letters."""

    def __init__(self, phrases: Iterable[str]) -> None:
        folded = [(" ".join(words_of(phrase)), phrase.endswith("*")) for phrase in phrases]
        self._whole = frozenset(phrase for phrase, _ in folded)
        self._stems = frozenset(phrase for phrase, starred in folded if starred)

    def __contains__(self, phrase: str) -> bool:
        if phrase in self._whole:
            return True
        shortest = max(phrase.rfind(" ") + 2, len(phrase) - LONGEST_ENDING)
        return any(phrase[:cut] in self._stems for cut in range(len(phrase) - 1, shortest - 1, -1))
