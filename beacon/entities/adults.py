"""Finds words that make the writer a parent, a teacher or another adult."""

from __future__ import annotations

from collections.abc import Iterator

from beacon.entities.age_words import Found, Reading

ADULT = 18
SURE = 1.0
LIKELY = 0.9
# "a worried foster mum": so many words may stand between "I am a" and the role.
MOST_WORDS_BETWEEN = 2
REACH = 3


def find_adults(
    reading: Reading, languages: tuple[str, ...]
) -> Iterator[tuple[int, int, int, float]]:
    """Start word, end word, the least age of an adult, and confidence of each mention."""
    denied = [found for name in languages for found in reading.every("not_adults", name)]
    family = [found for name in languages for found in reading.every("family", name)]
    for language in languages:
        for found in reading.every("adults", language):
            is_anothers = reading.is_quoted(found.start) or _overlaps(found, denied)
            if _is_the_writers(reading, found.start, language) and not is_anothers:
                yield found.start, found.end, ADULT, LIKELY
        for role in reading.every("roles", language):
            may_be_another = role in family or _overlaps(role, denied)
            start = _start_of_claim(reading, role, language, may_be_another)
            if start is not None:
                yield start, role.end, ADULT, SURE
        for child in _ages_of_own_children(reading, language):
            yield child.start, child.end, ADULT, LIKELY


def _overlaps(found: Found, others: list[Found]) -> bool:
    return any(other.start < found.end and found.start < other.end for other in others)


def _start_of_claim(
    reading: Reading, role: Found, language: str, may_be_another: bool
) -> int | None:
    """The word at which the writer claims the role; None where they do not.

    `may_be_another`: the word alone may mean somebody else, or nobody ("papa" is Polish for bye).
    """
    if role.end < len(reading.words) and reading.words[role.end] == "s":
        return None
    cue = _cue_before(reading, role, language)
    if cue:
        return cue.start
    here = reading.starting(role.end, language, "role_here")
    is_answer = not may_be_another and reading.sentence_end(role.start) == role.end == len(
        reading.words
    )
    if not (here or is_answer):
        return None
    first = reading.sentence_start(role.start)
    if first == role.start or _is_padding(reading, first, role.start, language):
        return first
    return None


def _cue_before(reading: Reading, role: Found, language: str) -> Found | None:
    first = reading.sentence_start(role.start)
    for start in range(role.start, max(first, role.start - MOST_WORDS_BETWEEN) - 1, -1):
        if reading.has("not_in_role", language, start, role.start) or (
            start < role.start and reading.is_clause_start(start + 1)
        ):
            return None
        cue = reading.ending(start, language, "role_cues")
        if cue:
            return cue if _is_the_writers(reading, cue.start, language) else None
    return None


def _is_the_writers(reading: Reading, start: int, language: str) -> bool:
    """Whether nobody else and no other time stands right before, in the same clause."""
    first = start
    while first > start - REACH and not reading.is_clause_start(first):
        first -= 1
    return not (
        reading.has("others", language, first, start)
        or reading.has("not_now", language, first, start)
    )


def _is_padding(reading: Reading, start: int, end: int, language: str) -> bool:
    """Whether only words such as "a", "only" stand there."""
    return all(reading.starting(word, language, "between") for word in range(start, end))


def _ages_of_own_children(reading: Reading, language: str) -> Iterator[Found]:
    """ "my 12 year old" is said by a parent, "my 12 year old brother" is not."""
    for mine in reading.every("mine", language):
        unit = reading.starting(mine.end + 1, language, "units")
        if unit is None or not reading.is_small_number(mine.end):
            continue
        others = reading.starting(unit.end, language, "others")
        if others is None or reading.starting(unit.end, language, "roles"):
            yield Found(mine.start, unit.end, ADULT)
