"""Finds the countries that a message names: by name, people, town or code, in any language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from beacon import data_file
from beacon.entities import schemas
from beacon.entities.misspellings import Misspellings
from beacon.entities.model import Mention
from beacon.entities.phrases import PhraseIndex
from beacon.entities.places import HERE, Place, PlaceIndex, load_names
from beacon.entities.surroundings import Cue, CueWords, Surroundings
from beacon.entities.text import Token, fold, tokenise, words_of

OWN = 1.0
NAMED = 0.8
_RESIDENCE = ("first_person_cues", "residence_cues")
_INSIDE = (*_RESIDENCE, "location_cues")
_OWN = (*_INSIDE, "origin_cues", "self_cues")


class Candidate(NamedTuple):
    """Words `start` up to, not including, `end` may name a place."""

    start: int
    end: int
    place: Place
    phrase: str
    by_code: bool = False


class CountryFinder:
    """Gives a `country` (ISO 3166-1 alpha-2) for every place named, in order of the message.

    Confidence 1.0: the writer says that they are from or in it, or the message is nothing else;
    0.8: named, but perhaps of somebody else.
    """

    def __init__(self, folder: Path = HERE) -> None:
        """Reads the data in `folder`. Raises DataFileError."""
        words = data_file.load(folder / "countries_words.yml", schemas.COUNTRIES_WORDS)
        declensions = data_file.load(folder / "declensions.yml", schemas.DECLENSIONS)
        names = load_names(folder)
        self._places = PlaceIndex(names, declensions)
        self._misspellings = Misspellings(names.misspellable, words["never_misspelt"])
        self._codes = {fold(code): code for code in names.codes}
        self._ignored = PhraseIndex((phrase, True) for phrase in words["ignored"])
        self._cues = CueWords(words)
        self._words = {
            name: frozenset(" ".join(words_of(phrase)) for phrase in phrases)
            for name, phrases in words.items()
        }

    def find(self, text: str) -> list[Mention]:
        """The mentions of countries in `text`."""
        tokens = tokenise(text)
        around = Surroundings(text, tokens, self._cues)
        candidates = list(self._candidates([token.text for token in tokens], around))
        alone = self._is_nothing_else(tokens, candidates)
        mentions = (self._judge(text, tokens, found, around, alone) for found in candidates)
        return [mention for mention in mentions if mention]

    def _candidates(self, words: list[str], around: Surroundings) -> Iterator[Candidate]:
        start = 0
        while start < len(words):
            ignored = self._ignored.longest_at(words, start)
            found = None if ignored else self._candidate_at(words, start, around)
            if found:
                yield found
            start = ignored.end if ignored else found.end if found else start + 1

    def _candidate_at(
        self, words: list[str], start: int, around: Surroundings
    ) -> Candidate | None:
        match = self._places.at(words, start)
        if match:
            phrase = " ".join(words[start : match.end])
            return Candidate(start, match.end, match.value, phrase)
        word = words[start]
        if word in self._codes:
            return Candidate(start, start + 1, Place(self._codes[word], "name"), word, True)
        if len(words) == 1 or _kind(around.cue_before(start)) in _OWN:
            country = self._misspellings.country_of(word)
            if country:
                return Candidate(start, start + 1, Place(country, "name"), word)
        return None

    def _is_nothing_else(self, tokens: list[Token], candidates: list[Candidate]) -> bool:
        named = {word for found in candidates for word in range(found.start, found.end)}
        rest = (token.text for place, token in enumerate(tokens) if place not in named)
        return self._words["fillers"].issuperset(rest)

    def _judge(
        self,
        text: str,
        tokens: list[Token],
        found: Candidate,
        around: Surroundings,
        alone: bool,
    ) -> Mention | None:
        accepts = self._accepts_code if found.by_code else self._accepts_name
        if not accepts(tokens, found, around, alone):
            return None
        cue = around.cue_before(found.start)
        own = alone or found.place.located or around.is_followed_by_cue(found.end)
        if cue and cue.kind in _OWN:
            own = not around.is_of_somebody_else(cue)
        start, end = tokens[found.start].start, tokens[found.end - 1].end
        confidence = OWN if own else NAMED
        return Mention("country", found.place.country, start, end, text[start:end], confidence)

    def _accepts_code(
        self, tokens: list[Token], found: Candidate, around: Surroundings, alone: bool
    ) -> bool:
        kind = _kind(around.cue_before(found.start))
        if kind == "code_cues":
            return True
        capitals = around.is_code(found.start)
        if found.phrase in self._words["codes_never_alone"]:
            return capitals and kind in _RESIDENCE
        if alone and len(tokens) == 1:
            return capitals or found.phrase not in self._words["codes_as_words"]
        return capitals and kind in (*_INSIDE, "origin_cues")

    def _accepts_name(
        self, tokens: list[Token], found: Candidate, around: Surroundings, alone: bool
    ) -> bool:
        lists, phrase = self._words, found.phrase
        cue = around.cue_before(found.start)
        if phrase in lists["never"]:
            return False
        if found.place.located:
            return True
        if alone and phrase not in lists["never_alone"] and not self._is_own_name(phrase, cue):
            return True
        if found.place.kind == "people" and self._is_language(tokens, found):
            return False
        if phrase in lists["peoples"]:
            return _kind(cue) == "self_cues"
        if phrase in lists["names"]:
            return _kind(cue) in _INSIDE
        if phrase in lists["after_residence"]:
            return _kind(cue) in _RESIDENCE or bool(
                cue and around.is_capitalised(found.start) and cue.kind in _OWN
            )
        if phrase in lists["after_cue"] or phrase in lists["never_alone"]:
            return cue is not None or around.is_capitalised(found.start)
        return True

    def _is_own_name(self, phrase: str, cue: Cue | None) -> bool:
        """ "im jordan" gives a name, which the chat neither asks nor keeps."""
        return phrase in self._words["names"] and _kind(cue) == "self_cues"

    def _is_language(self, tokens: list[Token], found: Candidate) -> bool:
        before = tokens[found.start - 1].text if found.start else ""
        after = tokens[found.end].text if found.end < len(tokens) else ""
        return before in self._words["language_before"] or after in self._words["language_after"]


def _kind(cue: Cue | None) -> str:
    return cue.kind if cue else ""
