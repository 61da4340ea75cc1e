"""Tells a misspelt country or capital from an ordinary word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from beacon.entities.text import fold

SHORTEST = 6
LONG = 9
LEAST_LIKENESS = 0.9


class Misspellings:
    """Known names by their first letter, which people seldom get wrong."""

    def __init__(self, countries: Mapping[str, str], never: Iterable[str]) -> None:
        """`countries` gives the country of each folded name; `never` holds ordinary words."""
        self._countries = countries
        self._never = frozenset(map(fold, never))
        self._by_letter: dict[str, list[str]] = {}
        for name in countries:
            if len(name) >= SHORTEST and " " not in name:
                self._by_letter.setdefault(name[0], []).append(name)

    def country_of(self, word: str) -> str | None:
        """The country whose name is one slip away from `word`, two in a long name."""
        if len(word) < SHORTEST or word in self._never:
            return None
        slips = 2 if len(word) >= LONG else 1
        names = self._by_letter.get(word[0], [])
        best = process.extractOne(word, names, scorer=OSA.distance, score_cutoff=slips)
        if best is None or JaroWinkler.similarity(word, best[0]) < LEAST_LIKENESS:
            return None
        return self._countries[best[0]]
