"""Finds the countries that a message names: by name, people, town or code, in any language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from beacon import data_file
from beacon.entities import apart, schemas
from beacon.entities.ages import YEAR, AgeFinder
from beacon.entities.misspellings import Misspellings
from beacon.entities.model import Mention
from beacon.entities.phrases import PhraseIndex, PhraseList
from beacon.entities.places import HERE, Place, PlaceIndex, load_names
from beacon.entities.signs import ENDS
from beacon.entities.surroundings import Cue, CueWords, Surroundings
from beacon.entities.text import Token, fold, tokenise

OWN = 1.0
ORIGIN = 0.95
NATIONALITY = 0.9
NAMED = 0.8
ELSEWHERE = 0.3
AGE = re.compile(
    r"\b(?:i['’ ]?a?m )?\d{1,2}(?: ?(?:yo|y/o|yrs?|years?)\b(?: old)?)?", re.IGNORECASE
)
_HOME = ("first_person_cues", "residence_cues")
_RESIDENCE = (*_HOME, "whereabouts_cues")
_INSIDE = (*_RESIDENCE, "location_cues")
_PLACED = (*_INSIDE, "origin_cues")
_OWN = (*_PLACED, "self_cues")


class Candidate(NamedTuple):
    """Words `start` up to, not including, `end` may name a place."""

    start: int
    end: int
    place: Place
    phrase: str
    by_code: bool = False


class CountryFinder:
    """Gives a `country` (ISO 3166-1 alpha-2) for every place named, in order of the message.

    Confidence 1.0: the writer says that they are from or in it, or the message, or a sentence of
    it, is nothing else;
    0.95: they are from it, and in another that the message names too;
    0.9: what the writer is ("I am Polish"), for somebody who is Polish may live in Austria;
    0.8: named, but perhaps of somebody else; 0.3: said of somebody else ("a man from Turkey"),
    of a place where the writer wants to be ("I want to move to Spain"), or was ("from Syria in
    2015").
    """

    def __init__(self, folder: Path = HERE) -> None:
        """Reads the data in `folder`. Raises DataFileError."""
        words = data_file.load(folder / "countries_words.yml", schemas.COUNTRIES_WORDS)
        declensions = data_file.load(folder / "declensions.yml", schemas.DECLENSIONS)
        names = load_names(folder)
        self._ages = AgeFinder(folder)
        self._places = PlaceIndex(names, declensions)
        self._misspellings = Misspellings(names.misspellable, words["never_misspelt"])
        self._codes = {fold(code): code for code in names.codes}
        self._ignored = PhraseIndex((phrase, True) for phrase in words["ignored"])
        self._cues = CueWords(words)
        self._words = {name: PhraseList(phrases) for name, phrases in words.items()}
        self._never_spelt = frozenset(word.casefold() for word in words["never_spelt"])

    def find(self, text: str) -> list[Mention]:
        """The mentions of countries in `text`; an age beside a country takes nothing from it."""
        return self._find(text) or self._find_beside_age(text)

    def _find_beside_age(self, text: str) -> list[Mention]:
        """A country that would be the whole message without an age, and is no name: "15 turkey"."""
        rest = AGE.sub(lambda age: " " * len(age[0]), text)
        found = self._find(rest) if rest != text else []
        is_name = any(self._is_often_a_name(fold(mention.text)) for mention in found)
        return [] if is_name else [one for one in found if one.confidence == OWN]

    def _is_often_a_name(self, phrase: str) -> bool:
        return phrase in self._words["names"] and phrase not in self._words["seldom_names"]

    def _find(self, text: str) -> list[Mention]:
        tokens = tokenise(text)
        around = Surroundings(text, tokens, self._cues, partial(self._ages.said, text, tokens))
        named = self._candidates([token.text for token in tokens], around)
        candidates = [found for found in named if not around.is_denied(found.start)]
        alone = self._is_nothing_else(tokens, candidates)
        judged = [(found, self._judge(tokens, found, around, alone)) for found in candidates]
        mentions = [(found, mention) for found, mention in judged if mention]
        return _where_now(mentions, around)

    def _candidates(self, words: list[str], around: Surroundings) -> Iterator[Candidate]:
        start = 0
        while start < len(words):
            ignored = self._ignored.longest_at(words, start)
            found = None if ignored else self._candidate_at(words, start, around)
            if found:
                yield found
            start = ignored.end if ignored else found.end if found else start + 1

    def _candidate_at(self, words: list[str], start: int, around: Surroundings) -> Candidate | None:
        match = self._places.at(words, start)
        if match and around.spelt(start, match.end).casefold() in self._never_spelt:
            return None
        if match:
            phrase = " ".join(words[start : match.end])
            return Candidate(start, match.end, match.value, phrase)
        word = words[start]
        if word in self._codes:
            return Candidate(start, start + 1, Place(self._codes[word], "name"), word, True)
        if len(words) == 1 or _kind(around.cue_before(start)) in _PLACED:
            country = self._misspellings.country_of(word)
            if country:
                return Candidate(start, start + 1, Place(country, "name"), word)
        return None

    def _is_nothing_else(self, tokens: list[Token], candidates: list[Candidate]) -> bool:
        named = {word for found in candidates for word in range(found.start, found.end)}
        rest = (token.text for place, token in enumerate(tokens) if place not in named)
        return all(word in self._words["fillers"] for word in rest)

    def _judge(
        self, tokens: list[Token], found: Candidate, around: Surroundings, alone: bool
    ) -> Mention | None:
        cue = around.cue_before(found.start)
        if found.by_code:
            accepted = self._accepts_code(found, cue, around, alone)
        elif _kind(cue) == "name_cues" or self._is_language(found, cue, around):
            accepted = False
        else:
            accepted = self._accepts_name(found, cue, around, alone)
        if not accepted:
            return None
        located = found.place.located or around.is_followed_by_cue(found.end)
        is_answer = alone or around.is_sentence(found.start, found.end)
        confidence = OWN if is_answer or located else NAMED
        if cue and cue.kind == "self_cues":
            confidence = OWN if located else NATIONALITY
        elif cue and cue.kind in _PLACED:
            is_theirs = around.is_of_somebody_else(cue) or around.is_of_who_acts(cue, found.end)
            is_past = around.comes_from(cue, found.start) and _is_year(around, found.end)
            confidence = ELSEWHERE if is_theirs or is_past else OWN
        elif around.is_of_another(found.start):
            confidence = ELSEWHERE
        is_theirs = found.place.located and around.is_before_somebody_else(found.end)
        if is_theirs or around.is_wished(found.start):
            confidence = ELSEWHERE
        start, end = tokens[found.start].start, tokens[found.end - 1].end
        spelt = around.spelt(found.start, found.end)
        return Mention("country", found.place.country, start, end, spelt, confidence)

    def _accepts_code(
        self, found: Candidate, cue: Cue | None, around: Surroundings, alone: bool
    ) -> bool:
        lists, code = self._words, found.phrase
        alone_and_last = alone and around.is_last(found.start)
        if _kind(cue) == "code_cues" and (around.is_labelled(found.start) or alone_and_last):
            return True
        if alone and found.start == 0 and code in lists["codes_alone"]:
            return True
        if not around.is_code(found.start):
            return False
        in_capitals = code in lists["codes_alone_in_capitals"]
        if _kind(cue) in _HOME or (in_capitals and (alone or _kind(cue) == "whereabouts_cues")):
            return True
        return _kind(cue) in _PLACED and code in lists["codes_alone"]

    def _accepts_name(
        self, found: Candidate, cue: Cue | None, around: Surroundings, alone: bool
    ) -> bool:
        lists, phrase, kind = self._words, found.phrase, _kind(cue)
        if phrase in lists["never"]:
            return False
        if alone and self._answers(found, kind, around):
            return True
        capitalised = around.is_capitalised(found.start)
        if phrase in lists["peoples"]:
            declined = found.place.located and (capitalised or kind != "")
            return declined or kind in ("self_cues", "first_person_cues")
        if phrase in lists["names"]:
            return self._is_place(found, cue, around)
        if phrase in lists["after_cue"]:
            return kind != "" or capitalised or self._is_apart(found, around)
        return self._fits_as_a_word(phrase, kind, capitalised)

    def _is_place(self, found: Candidate, cue: Cue | None, around: Surroundings) -> bool:
        """Whether a name that people bear is that of a place here."""
        kind = _kind(cue)
        if around.is_possessive(found.end):
            return False
        if kind in _INSIDE:
            return True
        if cue and kind == "origin_cues" and around.is_of_the_writer(cue, found.end):
            return True
        return kind != "self_cues" and self._is_apart(found, around)

    def _is_apart(self, found: Candidate, around: Surroundings) -> bool:
        """Whether it stands in brackets, beside an age of the writer, or is a whole sentence."""
        span = found.start, found.end
        is_after_age = apart.is_after_age(around, *span)
        if self._is_often_a_name(found.phrase):
            is_after_age = is_after_age and found.phrase in self._words["after_age"]
            is_beside_age = is_after_age and around.is_parted(found.start)
            return is_beside_age or apart.is_in_brackets(around, *span)
        is_after_age = is_after_age or apart.is_after_number(around, *span)
        is_beside_age = is_after_age or apart.is_before_age(around, *span)
        is_apart = is_beside_age or around.is_sentence(*span)
        return is_apart or apart.is_in_brackets(around, *span)

    def _answers(self, found: Candidate, kind: str, around: Surroundings) -> bool:
        """Whether a message of nothing else is one: "im jordan" and "im reading" name no place."""
        lists, phrase = self._words, found.phrase
        if phrase in lists["never_alone"]:
            return False
        if phrase in lists["names"]:
            return kind != "self_cues" and not around.is_possessive(found.end)
        if any(phrase in lists[name] for name in ("after_place", "after_residence", "after_home")):
            placed = kind in _PLACED or kind == "code_cues"
            return placed or around.is_whole(found.start, found.end)
        return True

    def _fits_as_a_word(self, phrase: str, kind: str, capitalised: bool) -> bool:
        lists = self._words
        if phrase in lists["after_place"]:
            return kind in _PLACED or capitalised
        if phrase in lists["after_home"]:
            return kind in _HOME
        if phrase in lists["after_residence"] or phrase in lists["never_alone"]:
            return kind in (_OWN if capitalised else _RESIDENCE)
        return True

    def _is_language(self, found: Candidate, cue: Cue | None, around: Surroundings) -> bool:
        """Whether "polish" is a language or a school subject here."""
        if found.place.kind != "people" and _kind(cue) in _PLACED:
            return False
        before = "".join(around.words[word] for word in around.near(found.start, 1, ENDS))
        after = "".join(around.words[found.end : found.end + 1])
        is_subject = found.place.kind == "people" and after in self._words["language_after"]
        return before in self._words["language_before"] or is_subject


def _where_now(mentions: list[tuple[Candidate, Mention]], around: Surroundings) -> list[Mention]:
    """The mentions; where the writer comes from is less sure beside where they are now."""
    are_now_in = [mention for found, mention in mentions if around.is_right_after_now(found.start)]
    if are_now_in:
        return [
            replace(mention, confidence=OWN if mention in are_now_in else ELSEWHERE)
            for _, mention in mentions
        ]
    own = [(found, mention) for found, mention in mentions if mention.confidence == OWN]
    come_from = [mention for found, mention in own if _is_origin(found, around)]
    if not any(_is_stay(found, around) for found, _ in own):
        come_from = []
    return [
        replace(mention, confidence=ORIGIN) if mention in come_from else mention
        for _, mention in mentions
    ]


def _is_year(around: Surroundings, word: int) -> bool:
    """Whether a year ends the clause there: "we came from afghanistan 2019" is of the past."""
    year = word + 1 if around.words[word : word + 1] == ["in"] else word
    if year >= len(around.words) or not YEAR.fullmatch(around.words[year]):
        return False
    is_last = year + 1 == len(around.words) or around.is_parted(year + 1)
    return is_last and not any(around.is_parted(place) for place in range(word, year + 1))


def _is_origin(found: Candidate, around: Surroundings) -> bool:
    cue = around.cue_before(found.start)
    return cue is not None and around.comes_from(cue, found.start)


def _is_stay(found: Candidate, around: Surroundings) -> bool:
    """Whether the writer says of the place that they live or are there."""
    cue = around.cue_before(found.start)
    if cue is None or around.comes_from(cue, found.start):
        return False
    return cue.kind in _RESIDENCE or around.is_now(cue, found.end)


def _kind(cue: Cue | None) -> str:
    return cue.kind if cue else ""
