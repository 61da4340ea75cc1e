"""Whether words of a message are about its writer."""

from __future__ import annotations

from collections.abc import Iterable

from beacon.entities.age_words import Reading

# So many words before "I am 12", "he thinks" still makes the age untrue.
REACH = 3


def is_the_writers(reading: Reading, start: int, language: str) -> bool:
    """Whether nobody else, and no other time, stands before the cue."""
    if start and not reading.is_clause_start(start):
        if reading.ending(start, language, "others"):
            return False
        first = max(reading.sentence_start(start), start - REACH)
        if reading.has("not_now", language, first, start):
            return False
    return reading.starting(start, language, "not_now") is None


def is_about_others(reading: Reading, word: int, languages: Iterable[str]) -> bool:
    """Whether somebody else was named before `word` in the sentence."""
    first = reading.sentence_start(word)
    return any(reading.has("others", language, first, word) for language in languages)
