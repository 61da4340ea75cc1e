"""Names of countries and towns, and of their people, as a message may write them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple

from beacon import data_file
from beacon.entities import schemas
from beacon.entities.phrases import LONGEST_ENDING, Match, PhraseIndex
from beacon.entities.text import fold, words_of

HERE = Path(__file__).parent
Kind = Literal["name", "people", "town"]
# Shorter names with an ending look like too many other words.
SHORTEST_STEM = 4
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa"})


class Place(NamedTuple):
    """`located`: the form of the name itself says "in" or "from", as in Almanya'da."""

    country: str
    kind: Kind
    located: bool = False


class Names(NamedTuple):
    """All names from the data files. `in_language` and `in_country` are those that decline."""

    phrases: list[tuple[str, Place]]
    people: list[tuple[str, Place]]
    in_language: dict[str, list[tuple[str, Place]]]
    in_country: dict[str, list[tuple[str, Place]]]
    misspellable: dict[str, str]
    codes: frozenset[str]


def load_names(folder: Path = HERE) -> Names:
    """Reads the four files of names in `folder`. Raises DataFileError."""
    languages = data_file.load(folder / "country_names.yml", schemas.COUNTRY_NAMES)["languages"]
    others = data_file.load(folder / "place_names.yml", schemas.PLACE_NAMES)
    towns = data_file.load(folder / "towns.yml", schemas.TOWNS)
    people = data_file.load(folder / "demonyms.yml", schemas.DEMONYMS)
    in_language = {language: list(_placed(names, "name")) for language, names in languages.items()}
    english = list(_placed(_part(others, "english"), "name"))
    other_names = [*english, *_placed(_part(others, "names"), "name")]
    other_towns = list(_placed(_part(others, "towns"), "town"))
    in_country = _towns_by_country(towns, others)
    names = [*_chain(in_language.values()), *other_names]
    capitals = list(_placed(_part(towns, "capital"), "town"))
    return Names(
        phrases=[*other_names, *other_towns, *names, *capitals, *_chain(in_country.values())],
        people=list(_chain(_placed(names_of, "people") for names_of in people.values())),
        in_language=in_language,
        in_country=in_country,
        misspellable=_misspellable([*in_language["en"], *english], towns),
        codes=frozenset(languages["en"]),
    )


def _misspellable(english: list[tuple[str, Place]], towns: dict[str, Any]) -> dict[str, str]:
    """English names only: over all languages, too many words are a letter away from a name."""
    names = {fold(name): place.country for name, place in english}
    capitals = {fold(parts["capital_in_english"]): party for party, parts in towns.items()}
    return {**capitals, **names}


def _chain(lists: Iterable[Iterable[tuple[str, Place]]]) -> Iterator[tuple[str, Place]]:
    return (pair for pairs in lists for pair in pairs)


def _part(content: dict[str, Any], part: str) -> dict[str, list[str]]:
    return {country: parts.get(part, []) for country, parts in content.items()}


def _placed(names: dict[str, list[str]], kind: Kind) -> Iterator[tuple[str, Place]]:
    for country, spellings in names.items():
        for spelling in spellings:
            yield spelling, Place(country, kind)


def _towns_by_country(
    towns: dict[str, Any], others: dict[str, Any]
) -> dict[str, list[tuple[str, Place]]]:
    return {
        country: [
            *_placed({country: others.get(country, {}).get("towns", [])}, "town"),
            *_placed({country: [*parts["capital"], *parts["towns"]]}, "town"),
        ]
        for country, parts in towns.items()
    }


class PlaceIndex:
    """Finds the name of a place at a word of a message, declined or not."""

    def __init__(self, names: Names, declensions: dict[str, Any]) -> None:
        whole = [(name, place) for name, place in names.people if not name.endswith("*")]
        self._phrases = PhraseIndex(_with_umlauts([*names.phrases, *whole]))
        self._stems = {fold(name[:-1]): place for name, place in names.people if name.endswith("*")}
        self._declensions = [Declension(rules, names) for rules in declensions.values()]
        self._beginnings = {
            stem[:SHORTEST_STEM]
            for stems in (self._stems, *(group.stems for group in self._declensions))
            for stem in stems
        }

    def at(self, words: list[str], start: int) -> Match[Place] | None:
        """The longest name that begins with word `start`."""
        match = self._phrases.longest_at(words, start)
        if match:
            return match
        place = self._declined(words[start])
        return Match(start, start + 1, place) if place else None

    def _declined(self, word: str) -> Place | None:
        if word[:SHORTEST_STEM] not in self._beginnings:
            return None
        for group in self._declensions:
            place = group.place_of(word)
            if place:
                return place
        cuts = range(len(word), max(SHORTEST_STEM, len(word) - LONGEST_ENDING) - 1, -1)
        return next((self._stems[word[:cut]] for cut in cuts if word[:cut] in self._stems), None)


class Declension:
    """The endings of one group of languages, and the names that take them."""

    def __init__(self, rules: dict[str, Any], names: Names) -> None:
        self._located = dict.fromkeys(map(fold, rules["other"]), False)
        self._located.update(dict.fromkeys(map(fold, rules["place"]), True))
        self.stems: dict[str, Place] = {}
        for language in rules["languages"]:
            self._add(names.in_language.get(language, []), rules["drop"])
        for country in rules["countries"]:
            self._add(names.in_country.get(country, []), rules["drop"])
        if script := rules.get("everywhere"):
            spelt = [pair for pair in _chain(names.in_country.values()) if _is_in(script, pair[0])]
            self._add(spelt, rules["drop"])

    def _add(self, names: list[tuple[str, Place]], drop: list[str]) -> None:
        for name, place in names:
            words = words_of(name)
            if len(words) == 1 and len(words[0]) > SHORTEST_STEM:
                self.stems.setdefault(words[0], place)
                if words[0].endswith(tuple(drop)):
                    self.stems.setdefault(words[0][:-1], place)

    def place_of(self, word: str) -> Place | None:
        """The place whose name with one of the endings is `word`."""
        for cut in range(len(word) - 1, max(SHORTEST_STEM, len(word) - LONGEST_ENDING) - 1, -1):
            located = self._located.get(word[cut:])
            if located is not None and word[:cut] in self.stems:
                return self.stems[word[:cut]]._replace(located=located)
        return None


def _is_in(script: str, name: str) -> bool:
    """Whether the name begins in that script, such as CYRILLIC."""
    return unicodedata.name(name[0], "").startswith(script)


def _with_umlauts(phrases: list[tuple[str, Place]]) -> Iterator[tuple[str, Place]]:
    """Köln is typed as Koln and as Koeln."""
    yield from phrases
    for phrase, place in phrases:
        spelled_out = phrase.lower().translate(_UMLAUTS)
        if spelled_out != phrase.lower():
            yield spelled_out, place
