"""Finds the school year that a writer is in."""

from __future__ import annotations

from collections.abc import Iterator

from beacon.entities.age_words import Found, Reading
from beacon.entities.ownership import is_about_others, is_the_writers


def find_school_years(reading: Reading, languages: tuple[str, ...]) -> Iterator[Found]:
    """The writer's school years in the message; `number` is the usual age of their pupils."""
    for language in languages:
        for year in _years_of_school(reading, language):
            if _is_own_school(reading, year, language) and not is_about_others(
                reading, year.start, (language,)
            ):
                yield year


def _years_of_school(reading: Reading, language: str) -> Iterator[Found]:
    yield from reading.every("stages", language)
    for start, end, plus in reading.every("school_before", language):
        if reading.is_small_number(end):
            yield Found(start, end + 1, int(reading.words[end]) + plus)
    for start, end, plus in reading.every("school_after", language):
        if start and reading.is_small_number(start - 1):
            yield Found(start - 1, end, int(reading.words[start - 1]) + plus)


def _is_own_school(reading: Reading, year: Found, language: str) -> bool:
    """Whether the writer is said to be in the school year, or the clause is that only."""
    cue = reading.ending(year.start, language, "school_own")
    start = cue.start if cue else year.start
    is_whole_cue = cue is not None and cue.end - cue.start > 1
    if not is_whole_cue and not reading.is_clause_start(start):
        return False
    ends = reading.is_clause_end(year.end) or bool(
        reading.starting(year.end, language, "joining")
        or reading.starting(year.end, language, "role_here")
    )
    return (ends or is_whole_cue) and is_the_writers(reading, start, language)
