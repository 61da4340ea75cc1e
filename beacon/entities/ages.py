"""Finds the age band of the writer: from an age, a school year, or a role that only adults have."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from beacon.entities.adults import find_adults
from beacon.entities.age_words import AgeWords, Found, Reading
from beacon.entities.model import Mention
from beacon.entities.ownership import is_about_others, is_the_writers
from beacon.entities.school_years import find_school_years
from beacon.entities.text import Token, tokenise

HERE = Path(__file__).parent
SURE = 1.0
LIKELY = 0.9
YOUNGEST, OLDEST = 5, 99
OLDEST_PUPIL = 17
# A number that stands alone in a clause is an age only where it can be a child's.
BARE_AGES = range(7, 20)
MOST_WORDS_BETWEEN = 5
# So many words may say what the writer is before the age: "I am so very scared and 12".
MOST_WORDS_OF_SELF = 3
# So many words after an age, "sent me" is still of whom the age is: "14 from New South Wales".
MOST_WORDS_TO_DOING = 5
OWN_CUES = ("own", "own_with_unit", "becoming")
OWN_WORDS = (*OWN_CUES, "own_units")
# The ages and the countries of a message are found by the same words.
_words_at = functools.cache(AgeWords)
_NO_AGE_AFTER = re.compile(r"[.,:/]\d|\s?[%€$£]")
YEAR = re.compile(r"(?:19|20)\d\d")
# "18+" names what is for adults, "I am 18+" an age.
_AND_OVER = re.compile(r"\s?\+")
_NO_AGE_BEFORE = re.compile(r"(?:[$€£#]\s?|\d[.,:/])$")


class Number(NamedTuple):
    """A number at words `start` to `end`: its value in each language in which it is one."""

    start: int
    end: int
    by_language: dict[str, int]


class Age(NamedTuple):
    """An age of the writer, stated by words `start` to `end`; `is_own` if by words as "I am"."""

    start: int
    end: int
    years: int
    confidence: float
    is_own: bool = True


class Said(NamedTuple):
    """Words of a message, by their numbers, that tell of whom it speaks.

    Where ages of the writer start, and before which words they end; where doings and what joins
    sentences start.
    """

    starts: frozenset[int] = frozenset()
    ends: frozenset[int] = frozenset()
    doings: frozenset[int] = frozenset()
    joining: frozenset[int] = frozenset()


class AgeFinder:
    """Gives `age_band` ("8-10", "11-13", "14-17" or "adult") for what writers say of themselves.

    The ages of others, ages to come and ages lied about give none. Confidence 1.0 for an age,
    0.9 for a school year or words such as "my daughter".
    """

    def __init__(self, folder: Path = HERE, today: datetime.date | None = None) -> None:
        """Reads ages.yml in `folder`; `today` dates years of birth. Raises DataFileError."""
        self._words = _words_at(folder / "ages.yml")
        self._today = today

    def find(self, text: str) -> list[Mention]:
        """The mentions of the writer's age band, in order of the message."""
        tokens = tokenise(text)
        reading = self._words.read(text, tokens)
        ages = [*self._stated(text, reading), *self._school_years(reading)]
        ages += self._adults(reading)
        mentions: list[Mention] = []
        for start, end, years, confidence, _ in sorted(ages):
            span = slice(tokens[start].start, tokens[end - 1].end)
            if not mentions or span.start >= mentions[-1].end:
                mention = Mention(
                    "age_band", band(years), span.start, span.stop, text[span], confidence
                )
                mentions.append(mention)
        return mentions

    def said(self, text: str, tokens: Sequence[Token]) -> Said:
        """What the words of `text` say of ages; words that only hint at an adult say nothing."""
        reading = self._words.read(text, tokens)
        ages = [*self._stated(text, reading), *self._school_years(reading)]
        ages += [age for age in self._adults(reading) if age.confidence == SURE]
        return Said(
            frozenset(age.start for age in ages),
            frozenset(age.end for age in ages),
            self._starts(reading, "doings"),
            self._starts(reading, "joining"),
        )

    def _starts(self, reading: Reading, part: str) -> frozenset[int]:
        every = (reading.every(part, language) for language in self._words.languages)
        return frozenset(found.start for phrases in every for found in phrases)

    def _adults(self, reading: Reading) -> list[Age]:
        return [Age(*found) for found in find_adults(reading, self._words.languages)]

    def _stated(self, text: str, reading: Reading) -> Iterator[Age]:
        ages = list(self._of_numbers(text, reading))
        own = {age.years for age in ages if age.is_own}
        yield from (age for age in ages if age.is_own or not own or age.years in own)
        yield from self._births(text, reading)

    def _of_numbers(self, text: str, reading: Reading) -> Iterator[Age]:
        for number in _numbers(text, reading, self._words.languages):
            if _AND_OVER.match(text, reading.tokens[number.end - 1].end):
                found = self._first_person(reading, number)
                yield from [found] if found else []
                continue
            if len(reading.words) == number.end - number.start:
                years = [age for age in number.by_language.values() if age >= YOUNGEST]
                yield from (Age(number.start, number.end, age, SURE) for age in years[:1])
                continue
            found = self._first_person(reading, number) or self._bare(reading, number)
            if found and YOUNGEST <= found.years <= OLDEST:
                yield found

    def _first_person(self, reading: Reading, number: Number) -> Age | None:
        for language, years in number.by_language.items():
            if reading.has_any(language, OWN_WORDS):
                found = _own_age(reading, number, language, years)
                if found:
                    return found
        return None

    def _bare(self, reading: Reading, number: Number) -> Age | None:
        for language, years in number.by_language.items():
            found = _bare_age(reading, number, language, years)
            if found:
                ends = reading.sentence_end(number.start) == found.end
                named = found.start if ends else number.start
                others = is_about_others(reading, named, self._words.languages)
                return None if others else found
        return None

    def _births(self, text: str, reading: Reading) -> Iterator[Age]:
        year = (self._today or datetime.date.today()).year
        for place, token in enumerate(reading.tokens):
            if not YEAR.fullmatch(text[token.start : token.end]):
                continue
            for language in self._words.languages:
                cue = reading.ending(place, language, "born")
                years = year - int(token.text) - 1
                if cue and YOUNGEST <= years <= OLDEST:
                    yield Age(cue.start, place + 1, years, LIKELY)

    def _school_years(self, reading: Reading) -> Iterator[Age]:
        for start, end, age in find_school_years(reading, self._words.languages):
            yield Age(start, end, min(age, OLDEST_PUPIL), LIKELY)


def band(years: int) -> str:
    """The age band of a person so many years old."""
    if years <= 10:
        return "8-10"
    if years <= 13:
        return "11-13"
    return "14-17" if years <= 17 else "adult"


def _numbers(text: str, reading: Reading, languages: tuple[str, ...]) -> Iterator[Number]:
    for place, token in enumerate(reading.tokens):
        if reading.is_small_number(place) and not _counts_otherwise(text, token):
            yield Number(place, place + 1, dict.fromkeys(languages, int(token.text)))
    yield from _number_words(reading, languages)


def _counts_otherwise(text: str, token: Token) -> bool:
    """Whether signs around the number make it a time, a sum, a share or a decimal."""
    return bool(
        _NO_AGE_AFTER.match(text, token.end)
        or _NO_AGE_BEFORE.search(text[max(0, token.start - 2) : token.start])
    )


def _number_words(reading: Reading, languages: tuple[str, ...]) -> Iterator[Number]:
    by_place: dict[tuple[int, int], dict[str, int]] = {}
    for language in languages:
        for start, end, number in reading.every("numbers", language):
            by_place.setdefault((start, end), {})[language] = number
    for (start, end), by_language in by_place.items():
        yield Number(start, end, by_language)


def _own_age(reading: Reading, number: Number, language: str, years: int) -> Age | None:
    """An age that words such as "I am" or "yaşındayım" make the writer's."""
    end = _unit_end(reading, number, language)
    if end is None:
        return None
    own_unit = reading.starting(number.end, language, "own_units")
    if own_unit:
        return Age(number.start, own_unit.end, years, SURE)
    start, less = _skip_back(reading, number.start, language)
    cue = _cue_at(reading, start, language)
    if cue is None and (end > number.end or years in BARE_AGES):
        cue = _cue_of_self(reading, number.start, end, language)
    if cue is None or not is_the_writers(reading, cue.start, language):
        return None
    if _is_only(reading, cue, "own_with_unit", language) and not _is_finished(
        reading, number.end, end, language
    ):
        return None
    soon = reading.starting(end, language, "soon")
    less = less or bool(soon) or _is_only(reading, cue, "becoming", language)
    return Age(cue.start, end, years - less, SURE)


def _cue_of_self(reading: Reading, number: int, end: int, language: str) -> Found | None:
    """The "I am" of "I am Bulgarian and 12", where nobody else and no number stands between."""
    linking = reading.ending(number, language, "linking")
    if linking is None or not _is_finished(reading, end, end, language):
        return None
    first = max(reading.sentence_start(number), linking.start - MOST_WORDS_OF_SELF)
    for word in range(linking.start - 1, first - 1, -1):
        if _is_no_self(reading, word, language):
            return None
        cue = reading.ending(word, language, "own")
        if cue:
            return cue
    return None


def _is_no_self(reading: Reading, word: int, language: str) -> bool:
    """Whether the word is a number, or for somebody else."""
    is_number = reading.words[word].isdecimal() or reading.starting(word, language, "numbers")
    return bool(is_number or reading.starting(word, language, "others"))


def _unit_end(reading: Reading, number: Number, language: str) -> int | None:
    """The word after the age and its unit; None where something else is counted."""
    unit = reading.starting(number.end, language, "units")
    counted = reading.starting(number.end, language, "counted")
    end = unit.end if unit else number.end
    return None if counted and counted.end >= end else end


def _skip_back(reading: Reading, word: int, language: str) -> tuple[int, bool]:
    """Passes "only a girl" and "almost" backwards; whether the age is not reached yet."""
    less, first = False, reading.sentence_start(word)
    for _ in range(MOST_WORDS_BETWEEN):
        nearly = reading.ending(word, language, "nearly")
        between = reading.ending(word, language, "between")
        passed = nearly or between
        if _cue_at(reading, word, language) or passed is None or passed.start < first:
            break
        less = less or nearly is not None
        word = passed.start
    return word, less


def _cue_at(reading: Reading, word: int, language: str) -> Found | None:
    cues = [reading.ending(word, language, part) for part in OWN_CUES]
    return min((cue for cue in cues if cue), default=None)


def _is_only(reading: Reading, cue: Found, part: str, language: str) -> bool:
    """Whether the cue is of that part, and of no other part that is as long."""
    parts = [
        other
        for other in OWN_CUES
        if (found := reading.ending(cue.end, language, other)) and found.start == cue.start
    ]
    return parts == [part]


def _is_finished(reading: Reading, number_end: int, end: int, language: str) -> bool:
    """Whether a unit follows the number, or the clause ends or goes on with something else."""
    return (
        end > number_end
        or reading.is_clause_end(end)
        or reading.starting(end, language, "joining") is not None
    )


def _bare_age(reading: Reading, number: Number, language: str, years: int) -> Age | None:
    """An age without "I am", in a clause of its own: "13 f from leeds"."""
    end = _unit_end(reading, number, language)
    if end is None:
        return None
    start, less = _skip_back(reading, number.start, language)
    if not reading.is_clause_start(start) or reading.is_in_brackets(number.start):
        return None
    marked = end > number.end or less or _has_gender(reading, number, end, language)
    last = end
    while (more := reading.starting(last, language, "between")) and not reading.is_clause_end(last):
        last = more.end
    if reading.starting(last, language, "soon"):
        return Age(start, last, years - 1, SURE, False)
    goes_on = reading.starting(last, language, "joining") is not None
    if goes_on and _does_something(reading, last, language):
        return None
    is_closed = reading.is_clause_end(last) or (
        goes_on and (marked or _begins(reading, start, language))
    )
    if is_closed and (marked or years in BARE_AGES):
        return Age(start, last, years - less, SURE, False)
    return None


def _begins(reading: Reading, word: int, language: str) -> bool:
    """Whether nothing but "hi" stands before."""
    while word and (passed := reading.ending(word, language, "between")):
        word = passed.start
    return word == 0


def _does_something(reading: Reading, end: int, language: str) -> bool:
    """Whether who is of that age does something to the writer: "14 from Spain sent me a pic"."""
    for word in range(end, min(end + MOST_WORDS_TO_DOING, len(reading.words))):
        if reading.starting(word, language, "doings"):
            return True
        is_another = reading.starting(word, language, "others")
        is_new = word > end + 1 and reading.starting(word, language, "joining")
        if is_another or is_new or (word > end and reading.is_clause_start(word)):
            return False
    return False


def _has_gender(reading: Reading, number: Number, end: int, language: str) -> bool:
    """ "m13", "13 f"."""
    return bool(
        reading.ending(number.start, language, "genders")
        or reading.starting(end, language, "genders")
    )
