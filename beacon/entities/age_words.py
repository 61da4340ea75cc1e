"""The words around an age in one message, from ages.yml."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from beacon import data_file
from beacon.entities import schemas
from beacon.entities.phrases import PhraseIndex
from beacon.entities.text import Token

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
        self.tokens = tokens
        self.words = [token.text for token in tokens]
        self._starting: dict[tuple[int, str, str], Found] = {}
        self._ending: dict[tuple[int, str, str], Found] = {}
        for start, end, meanings in index.everywhere(self.words):
            for language, part, number in meanings:
                found = Found(start, end, number)
                self._starting.setdefault((start, language, part), found)
                self._ending.setdefault((end, language, part), found)
        self._clauses = _boundaries(text, tokens, CLAUSE_ENDS)
        self._sentences = _boundaries(text, tokens, SENTENCE_ENDS)

    def starting(self, word: int, language: str, part: str) -> Found | None:
        """The longest phrase of that part that begins with `word`."""
        return self._starting.get((word, language, part))

    def ending(self, word: int, language: str, part: str) -> Found | None:
        """The longest phrase of that part that ends right before `word`."""
        return self._ending.get((word, language, part))

    def every(self, part: str, language: str) -> list[Found]:
        """The longest phrases of that part in the message, by their first word."""
        words = range(len(self.words))
        found = (self.starting(word, language, part) for word in words)
        return [phrase for phrase in found if phrase]

    def has(self, part: str, language: str, start: int, end: int) -> bool:
        """Whether a phrase of that part begins in the words from `start` up to `end`."""
        return any(self.starting(word, language, part) for word in range(start, end))

    def is_clause_start(self, word: int) -> bool:
        """Whether a comma, a stop or nothing stands before `word`."""
        return self._clauses[word]

    def is_clause_end(self, word: int) -> bool:
        """Whether the clause ends right before `word`."""
        return self._clauses[word]

    def sentence_start(self, word: int) -> int:
        """The first word of the sentence that `word` is in."""
        while not self._sentences[word]:
            word -= 1
        return word

    def sentence_end(self, word: int) -> int:
        """The word after the sentence that `word` is in."""
        word += 1
        while not self._sentences[word]:
            word += 1
        return word


def _boundaries(text: str, tokens: Sequence[Token], marks: str) -> list[bool]:
    """Whether a new clause begins at each word; one more for the end of the message."""
    inner = (
        any(mark in text[before.end : token.start] for mark in marks)
        for before, token in zip(tokens, tokens[1:], strict=False)
    )
    return [True, *inner, True] if tokens else [True]
