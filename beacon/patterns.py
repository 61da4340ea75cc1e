"""Phrases that a person can read and write, and what a message means that holds one of them.

A phrase is matched as whole words in the folded text: lower case, no accents, no apostrophes,
other signs as spaces. In a phrase, `*` at the end of a word stands for any ending, `a|b` for
one word or the other, and `...` for up to three words. A phrase that begins with `=` is the whole
message; `= .` is one without a word.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from beacon import data_file
from beacon.data_file import DataFileError

ANY_WORD = "*"
EITHER = "|"
WHOLE = "="
ANY = frozenset({ANY_WORD})
GAP = r"(?: \S+){0,3} "
APOSTROPHES = "'’`´"
WITHOUT_APOSTROPHES = str.maketrans("", "", APOSTROPHES)
WORD = re.compile(r"[^\W_]+")


Meaning = TypeVar("Meaning")


@dataclass(frozen=True)
class Phrase:
    """One phrase; it is compiled when a text holds all the words that it needs.

    There are tens of thousands of them, and few are ever looked for. `needed` are its whole words,
    each with its alternatives.
    """

    written: str
    needed: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, written: str) -> Phrase:
        """The phrase as a file has it."""
        words = fold_phrase(written.replace("...", " ")).split()
        return cls(written, tuple(frozenset(one.split(EITHER)) for one in words if "*" not in one))

    def telling_words(self, times: Mapping[str, int]) -> frozenset[str]:
        """Its rarest whole word with its alternatives: every message it fits holds one.

        `times` is how often each word stands in the phrases of a book.
        """
        return min(self.needed, key=lambda either: sum(times[word] for word in either), default=ANY)

    def stands_in(self, folded: str, words: Set[str]) -> bool:
        """Whether a folded text, whose words are these, holds it."""
        for either in self.needed:
            if either.isdisjoint(words):
                return False
        return self._expression.search(folded) is not None

    def __getstate__(self) -> dict[str, Any]:
        """As another process can have it: without the expression, which takes long to compile."""
        return {"written": self.written, "needed": self.needed}

    @functools.cached_property
    def _expression(self) -> re.Pattern[str]:
        return re.compile(f" {_expression(self.written)} ")


@dataclass(frozen=True)
class Pattern(Generic[Meaning]):
    """What a message means that holds one of the phrases, and none of those in `unless`."""

    meaning: Meaning
    phrases: tuple[Phrase, ...]
    unless: tuple[Phrase, ...]


class PatternBook(Generic[Meaning]):
    """Patterns in order; of their phrases those are looked for whose rarest word a message has."""

    def __init__(self, patterns: Sequence[Pattern[Meaning]]) -> None:
        self._patterns = patterns
        phrases = [(number, one) for number, each in enumerate(patterns) for one in each.phrases]
        times = Counter(word for _, one in phrases for either in one.needed for word in either)
        self._by_word: dict[str, list[tuple[int, Phrase]]] = defaultdict(list)
        for number, phrase in phrases:
            for word in phrase.telling_words(times):
                self._by_word[word].append((number, phrase))

    def meanings(self) -> list[Meaning]:
        """What all patterns mean."""
        return [pattern.meaning for pattern in self._patterns]

    def matches(self, *spellings: str) -> list[Meaning]:
        """What the patterns mean that fit the text, each once, in the order of the book.

        `spellings` are the text as it is written and, where that is another, as it is usually
        spelt: a phrase may stand in each.
        """
        read = [(folded, words_in(folded)) for folded in map(fold, spellings)]
        held = set().union(*(self._held(*one) for one in read))
        fitting = (self._patterns[number] for number in sorted(held))
        kept = (
            pattern.meaning
            for pattern in fitting
            if not any(_any_stands_in(pattern.unless, *one) for one in read)
        )
        return list(dict.fromkeys(kept))

    def _held(self, folded: str, words: Set[str]) -> set[int]:
        """The numbers of the patterns of which the text holds a phrase."""
        held: set[int] = set()
        for word in words:
            for number, phrase in self._by_word.get(word, ()):
                if number not in held and phrase.stands_in(folded, words):
                    held.add(number)
        return held


def read_patterns(
    file: Path, key: str, schema: dict[str, Any], meaning: Callable[[Mapping[str, Any]], Meaning]
) -> list[Pattern[Meaning]]:
    """The patterns in the list `key` of a file; `meaning` says what an entry stands for.

    Raises DataFileError, also where an example does not fit.
    """
    patterns = []
    for number, entry in enumerate(data_file.load(file, schema)[key]):
        pattern = Pattern(
            meaning=meaning(entry),
            phrases=_phrases(tuple(entry["phrases"])),
            unless=_phrases(tuple(entry.get("unless") or ())),
        )
        for problem in _problems(pattern, entry):
            line = data_file.line_of(file, [key, number])
            raise DataFileError(file, line, f"{entry['name']}: {problem}")
        patterns.append(pattern)
    return patterns


def _problems(pattern: Pattern[Meaning], entry: Mapping[str, Any]) -> Iterable[str]:
    alone = PatternBook([pattern])
    for expected, texts in ((True, entry.get("examples")), (False, entry.get("keeps"))):
        for text in texts or []:
            if bool(alone.matches(text)) is not expected:
                yield f"{text!r} {'does not fit' if expected else 'fits, and should not'}"


def fold(text: str) -> str:
    """The text as patterns see it, with one space before, between and after its words."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).lower())
    letters = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    words = WORD.findall(letters.translate(WITHOUT_APOSTROPHES))
    return f" {' '.join(words)} "


def words_in(folded: str) -> frozenset[str]:
    """The words of a folded text, and what stands for any word."""
    return frozenset({ANY_WORD, *folded.split()})


# Who changes one pattern while the servers run need not wait until all are read again.
@functools.lru_cache(maxsize=10_000)
def _phrases(written: tuple[str, ...]) -> tuple[Phrase, ...]:
    return tuple(map(Phrase.of, written))


def _any_stands_in(phrases: Iterable[Phrase], folded: str, words: Set[str]) -> bool:
    return any(phrase.stands_in(folded, words) for phrase in phrases)


def _expression(phrase: str) -> str:
    if phrase.startswith(WHOLE):
        return f"(?<=^ ){_expression(phrase.removeprefix(WHOLE))}(?= $)"
    parts = [" ".join(map(_word, fold_phrase(part).split())) for part in phrase.split("...")]
    return GAP.join(parts)


def fold_phrase(part: str) -> str:
    """A part of a phrase, folded, with its stars and alternatives kept."""
    return " ".join(EITHER.join(map(_folded, word.split(EITHER))) for word in part.split())


@functools.lru_cache(maxsize=100_000)
def _folded(word: str) -> str:
    return fold(word).strip() + ("*" if word.endswith("*") else "")


def _word(word: str) -> str:
    if EITHER in word:
        return "(?:" + "|".join(map(_word, word.split(EITHER))) + ")"
    return re.escape(word[:-1]) + r"\S*" if word.endswith("*") else re.escape(word)
