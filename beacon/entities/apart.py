"""Whether a name stands apart from the sentence, so that it is a place, though people bear it."""

from __future__ import annotations

from beacon.entities.age_words import CLAUSE_ENDS
from beacon.entities.ages import BARE_AGES
from beacon.entities.signs import ENDS
from beacon.entities.surroundings import REACH, Surroundings

_BARE_AGES = frozenset(map(str, BARE_AGES))


def is_after_age(around: Surroundings, start: int, end: int) -> bool:
    """Whether an age of the writer and the name end the clause: "im 14, malta." """
    is_after = around.goes_on_from_age(start) and around.words[start - 1] not in around.cues.linking
    return is_after and around.is_parted(end) and not _is_explained(around, end)


def is_after_number(around: Surroundings, start: int, end: int) -> bool:
    """Whether the message begins with a number that may be an age, and the name: "17 alberta,"."""
    is_number = start == 1 and around.words[0] in _BARE_AGES
    return is_number and around.is_parted(end) and not _is_explained(around, end)


def is_before_age(around: Surroundings, start: int, end: int) -> bool:
    """Whether the name begins the clause and an age of the writer follows: "malta, 14"."""
    return around.is_parted(start) and end in around.said.starts


def _is_explained(around: Surroundings, start: int) -> bool:
    """Whether words between commas say who it is: "georgia, my best friend," or "georgia, 15,"."""
    end = start
    while end < len(around.words) and (end == start or not around.is_parted(end)):
        if not _may_explain(around, around.words[end]):
            return False
        end += 1
    last = around.words[end - 1]
    return end > start and (last.isdigit() or last in around.cues.others)


def _may_explain(around: Surroundings, word: str) -> bool:
    cues = around.cues
    return around.describes(word) or word in cues.others or word in cues.belonging


def is_in_brackets(around: Surroundings, start: int, end: int) -> bool:
    """Whether brackets hold the name, at most with an age, and follow nobody: "help (malta)"."""
    first, last = around.tokens[start].start, around.tokens[end - 1].end
    opened = around.text.rfind("(", 0, first)
    is_open = opened >= 0 and ")" not in around.text[opened:first]
    if not is_open or around.text[:opened].endswith(":"):
        return False
    closed = around.text.find(")", last)
    closed = closed if closed >= 0 else len(around.text)
    inside = [n for n, token in enumerate(around.tokens) if opened < token.start < closed]
    beside = [around.words[word] for word in inside if not start <= word < end]
    return _is_age(around, beside) and not _follows_somebody(around, inside, closed)


def _is_age(around: Surroundings, words: list[str]) -> bool:
    """Whether there are no words, or an age: "13 f from"."""
    origins = around.cues.origins if any(word.isdigit() for word in words) else frozenset()
    return all(around.describes(word) or word in origins for word in words)


def _follows_somebody(around: Surroundings, inside: list[int], closed: int) -> bool:
    """Whether brackets say who somebody is: "my friend (georgia)", "a girl I know (malta) has"."""
    following = inside[-1] + 1
    gap = "."
    if following < len(around.words):
        gap = around.text[closed + 1 : around.tokens[following].start]
    is_end = any(mark in gap for mark in CLAUSE_ENDS)
    before = around.near(inside[0], REACH if is_end else len(around.words), ENDS)
    return any(around.words[word] in around.cues.bearers for word in before)
