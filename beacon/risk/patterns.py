"""Phrases that raise the risk of a message, from risk/patterns.yml.

A phrase is matched as whole words in the folded text: lower case, no accents, no apostrophes,
other signs as spaces. In a phrase, `*` at the end of a word stands for any ending, `a|b` for
one word or the other, and `...` for up to three words.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from beacon import data_file
from beacon.data_file import DataFileError
from beacon.levels import Risk

ANY_WORD = "*"
EITHER = "|"
GAP = r"(?: \S+){0,3} "
APOSTROPHES = re.compile("['’`´]")
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Match:
    """A pattern that fits a message: its name, its level, and the intent that it stands for.

    `says` is what the conversation must remember of it.
    """

    name: str
    level: Risk
    intent: str | None = None
    says: str | None = None


@dataclass(frozen=True)
class _Pattern:
    """The phrases stand under their telling words, so that few of them are looked for."""

    match: Match
    phrases: Mapping[str, re.Pattern[str]]
    unless: re.Pattern[str] | None

    def fits(self, folded: str) -> bool:
        words = self.phrases.keys() & {ANY_WORD, *folded.split()}
        if not any(self.phrases[word].search(folded) for word in words):
            return False
        return self.unless is None or not self.unless.search(folded)


class PatternBook:
    """All patterns of all languages; a message is held against those that share a word with it."""

    def __init__(self, patterns: Sequence[_Pattern]) -> None:
        self._by_word: dict[str, set[int]] = defaultdict(set)
        self._patterns = patterns
        for number, pattern in enumerate(patterns):
            for word in pattern.phrases:
                self._by_word[word].add(number)

    def matches(self, text: str) -> list[Match]:
        """The patterns that fit the text, the most urgent first."""
        folded = fold(text)
        found = [one.match for one in self._candidates(folded) if one.fits(folded)]
        return sorted(found, key=lambda match: -match.level)

    def _candidates(self, folded: str) -> list[_Pattern]:
        words = {ANY_WORD, *folded.split()}
        numbers = {number for word in words for number in self._by_word.get(word, ())}
        return [self._patterns[number] for number in sorted(numbers)]


def load_patterns(folder: Path) -> PatternBook:
    """Reads the patterns of `folder`. Raises DataFileError, also where an example does not fit."""
    schema = data_file.load(folder / "schema.yml", {})
    file = folder / "patterns.yml"
    patterns = []
    for number, entry in enumerate(data_file.load(file, schema)["patterns"]):
        pattern = _Pattern(
            match=Match(
                entry["name"], Risk.of(entry["level"]), entry.get("intent"), entry.get("says")
            ),
            phrases=_by_telling_word(tuple(entry["phrases"])),
            unless=_compiled(entry["unless"]) if entry.get("unless") else None,
        )
        for expected, texts in ((True, entry.get("examples")), (False, entry.get("keeps"))):
            for text in texts or []:
                if pattern.fits(fold(text)) is not expected:
                    line = data_file.line_of(file, ["patterns", number])
                    problem = "does not fit" if expected else "fits, and should not"
                    raise DataFileError(file, line, f"{entry['name']}: {text!r} {problem}")
        patterns.append(pattern)
    return PatternBook(patterns)


def fold(text: str) -> str:
    """The text as patterns see it, with one space before, between and after its words."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).lower())
    letters = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    words = WORD.findall(APOSTROPHES.sub("", letters))
    return f" {' '.join(words)} "


# Who changes one pattern while the servers run need not wait until all are compiled again.
@functools.lru_cache(maxsize=1_000)
def _by_telling_word(phrases: tuple[str, ...]) -> Mapping[str, re.Pattern[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for phrase in phrases:
        for word in _telling_words(phrase):
            groups[word].append(phrase)
    return {word: _compiled(group) for word, group in groups.items()}


def _compiled(phrases: Sequence[str]) -> re.Pattern[str]:
    return re.compile(" (?:" + "|".join(map(_expression, phrases)) + ") ")


def _expression(phrase: str) -> str:
    parts = [" ".join(map(_word, fold_phrase(part).split())) for part in phrase.split("...")]
    return GAP.join(parts)


def _telling_words(phrase: str) -> list[str]:
    """The longest whole word of a phrase with its alternatives: every message it fits holds one."""
    words = fold_phrase(phrase.replace("...", " ")).split()
    whole = [word.split(EITHER) for word in words if "*" not in word]
    return max(whole, key=lambda either: min(map(len, either)), default=[ANY_WORD])


def fold_phrase(part: str) -> str:
    """A part of a phrase, folded, with its stars and alternatives kept."""
    return " ".join(EITHER.join(map(_folded, word.split(EITHER))) for word in part.split())


def _folded(word: str) -> str:
    return fold(word).strip() + ("*" if word.endswith("*") else "")


def _word(word: str) -> str:
    if EITHER in word:
        return "(?:" + "|".join(map(_word, word.split(EITHER))) + ")"
    return re.escape(word[:-1]) + r"\S*" if word.endswith("*") else re.escape(word)
