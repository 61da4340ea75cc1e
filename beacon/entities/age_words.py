"""The words around an age in one message, from ages.yml."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from beacon import data_file
from beacon.entities import schemas
from beacon.entities.phrases import PhraseIndex
from beacon.entities.text import Token

SMALL_NUMBER = re.compile(r"\d{1,2}")
SENTENCE_ENDS = ".!?\n"
CLAUSE_ENDS = SENTENCE_ENDS + ",;()–—"


class Meaning(NamedTuple):
    """What a phrase is in a language: `part` is a key of ages.yml; `number` comes with some."""

    language: str
    part: str
    number: int = 0


class AgeWords:
    """All phrases of ages.yml."""

    def __init__(self, path: Path) -> None:
        """Raises DataFileError."""
        content = data_file.load(path, schemas.AGES)
        meanings: dict[str, list[Meaning]] = defaultdict(list)
        for language, parts in content.items():
            for phrase, meaning in _phrases(language, parts):
                meanings[phrase].append(meaning)
        self.languages = tuple(content)
        self._index = PhraseIndex(meanings.items())

    def read(self, text: str, tokens: Sequence[Token]) -> Reading:
        """The phrases in a message."""
        return Reading(text, tokens, self._index)


def _phrases(language: str, parts: dict[str, Any]) -> Iterator[tuple[str, Meaning]]:
    for part, phrases in parts.items():
        if part in ("numbers", "stages"):
            for phrase, number in phrases.items():
                yield phrase, Meaning(language, part, number)
        elif part in ("school_before", "school_after"):
            for years in phrases:
                for phrase in years["words"]:
                    yield phrase, Meaning(language, part, years["plus"])
        else:
            for phrase in phrases:
                yield phrase, Meaning(language, part)


class Found(NamedTuple):
    """A phrase from word `start` up to, not including, word `end`."""

    start: int
    end: int
    number: int


class Reading:
    """One message: which phrases begin and end at which word, and where its clauses end."""

    def __init__(
        self, text: str, tokens: Sequence[Token], index: PhraseIndex[list[Meaning]]
    ) -> None:
        self._text = text
        self.tokens = tokens
        self.words = [token.text for token in tokens]
        self._starting: dict[tuple[int, str, str], Found] = {}
        self._ending: dict[tuple[int, str, str], Found] = {}
        self._every: dict[tuple[str, str], list[Found]] = {}
        for start, end, meanings in index.everywhere(self.words):
            for language, part, number in meanings:
                self._note(Found(start, end, number), language, part)
        ordinals = self._ordinals()
        self._clauses = _boundaries(text, tokens, CLAUSE_ENDS, ordinals)
        self._sentences = _boundaries(text, tokens, SENTENCE_ENDS, ordinals)
        starts = (word if is_start else 0 for word, is_start in enumerate(self._sentences))
        self._sentence_starts = list(accumulate(starts, max))

    def _note(self, found: Found, language: str, part: str) -> None:
        if self._starting.setdefault((found.start, language, part), found) is found:
            self._every.setdefault((language, part), []).append(found)
        self._ending.setdefault((found.end, language, part), found)

    def _ordinals(self) -> set[int]:
        """The words that a full stop does not part from the number before, as in "5. Klasse"."""
        return {
            found.start
            for (_, part), phrases in self._every.items()
            if part == "school_after"
            for found in phrases
            if found.start and self.words[found.start - 1].isdecimal()
        }

    def starting(self, word: int, language: str, part: str) -> Found | None:
        """The longest phrase of that part that begins with `word`."""
        return self._starting.get((word, language, part))

    def ending(self, word: int, language: str, part: str) -> Found | None:
        """The longest phrase of that part that ends right before `word`."""
        return self._ending.get((word, language, part))

    def every(self, part: str, language: str) -> list[Found]:
        """The longest phrases of that part in the message, by their first word."""
        return self._every.get((language, part), [])

    def has_any(self, language: str, parts: Iterable[str]) -> bool:
        """Whether the message has a phrase of one of the parts in the language."""
        return any((language, part) in self._every for part in parts)

    def has(self, part: str, language: str, start: int, end: int) -> bool:
        """Whether a phrase of that part begins in the words from `start` up to `end`."""
        return any(start <= found.start < end for found in self.every(part, language))

    def is_small_number(self, word: int) -> bool:
        """Whether a number of one or two digits stands there."""
        return word < len(self.words) and bool(SMALL_NUMBER.fullmatch(self.words[word]))

    def is_quoted(self, word: int) -> bool:
        """Whether it stands in double quotation marks: somebody else's words."""
        before = self._text[: self.tokens[word].start]
        return before.count('"') % 2 == 1 or before.count("“") > before.count("”")

    def is_clause_start(self, word: int) -> bool:
        """Whether a comma, a stop or nothing stands before `word`."""
        return self._clauses[word]

    def is_clause_end(self, word: int) -> bool:
        """Whether the clause ends right before `word`."""
        return self._clauses[word]

    def is_in_brackets(self, word: int) -> bool:
        """Whether a bracket opens before `word`, as in "my sister (14)"."""
        return word > 0 and "(" in self._text[self.tokens[word - 1].end : self.tokens[word].start]

    def sentence_start(self, word: int) -> int:
        """The first word of the sentence that `word` is in."""
        return self._sentence_starts[word]

    def sentence_end(self, word: int) -> int:
        """The word after the sentence that `word` is in."""
        word += 1
        while not self._sentences[word]:
            word += 1
        return word


def _boundaries(text: str, tokens: Sequence[Token], marks: str, joined: set[int]) -> list[bool]:
    """Whether a new clause begins at each word; one more for the end of the message."""
    inner = [
        place not in joined
        and any(mark in text[tokens[place - 1].end : tokens[place].start] for mark in marks)
        for place in range(1, len(tokens))
    ]
    return [True, *inner, True] if tokens else [True]
