"""Finds the terms that people ask about, the factsheet's recommendations, and its topics."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from beacon import data_file
from beacon.entities import schemas
from beacon.entities.model import Mention
from beacon.entities.phrases import LONGEST_ENDING, Match, PhraseIndex
from beacon.entities.text import Token, fold, tokenise

HERE = Path(__file__).parent
ASKED = 1.0
NAMED = 0.8
# "VI-2", "vi 2", "rec. ix.7"
_NUMBER = re.compile(r"\b([IVX]{1,4})(\s?[-–.]\s?|\s)(\d{1,2})\b", re.IGNORECASE)


class TermFinder:
    """Gives `term`, `recommendation` ("VI-2") and `topic` mentions, as terms.yml names them.

    Confidence 1.0 where the message asks what the term means or is the term only, and for a
    recommendation; 0.8 where the word just occurs.
    """

    def __init__(self, folder: Path = HERE) -> None:
        """Reads terms.yml in `folder`. Raises DataFileError."""
        content = data_file.load(folder / "terms.yml", schemas.TERMS)
        self._terms = Vocabulary(content["terms"])
        self._topics = Vocabulary(content["topics"])
        self._questions = PhraseIndex((phrase, True) for phrase in content["questions"])
        self._recommendations = frozenset(content["recommendations"])
        self._before_number = frozenset(map(fold, content["recommendation_words"]))

    def find(self, text: str) -> list[Mention]:
        """The mentions in order of the message."""
        tokens = tokenise(text)
        words = [token.text for token in tokens]
        asked = {match.end for match in self._questions.everywhere(words)}
        mentions = list(self._find_recommendations(text))
        for start, end, value in self._terms.find(words):
            confidence = ASKED if start in asked or end - start == len(words) else NAMED
            mentions.append(_mention("term", value, text, tokens[start:end], confidence))
        for start, end, value in self._topics.find(words):
            mentions.append(_mention("topic", value, text, tokens[start:end], NAMED))
        return sorted(mentions, key=lambda mention: mention.start)

    def _find_recommendations(self, text: str) -> Iterator[Mention]:
        for match in _NUMBER.finditer(text):
            chapter, join, number = match.groups()
            value = f"{chapter.upper()}-{number}"
            before = tokenise(text[max(0, match.start() - 30) : match.start()])
            announced = bool(before) and before[-1].text in self._before_number
            if value in self._recommendations and (announced or join.strip() in ("-", "–")):
                yield Mention("recommendation", value, *match.span(), match[0], ASKED)


class Vocabulary:
    """Values and the ways to write them; a star at the end stands for any ending."""

    def __init__(self, phrases: dict[str, list[str]]) -> None:
        pairs = [(phrase, value) for value, listed in phrases.items() for phrase in listed]
        self._whole = PhraseIndex(pair for pair in pairs if not pair[0].endswith("*"))
        self._stems = {fold(stem[:-1]): value for stem, value in pairs if stem.endswith("*")}
        self._shortest = min(map(len, self._stems), default=0)

    def find(self, words: Sequence[str]) -> Iterator[Match[str]]:
        """The longest matches from left to right, none overlapping."""
        start = 0
        while start < len(words):
            match = self._whole.longest_at(words, start) or self._inflected(words, start)
            if match:
                yield match
            start = match.end if match else start + 1

    def _inflected(self, words: Sequence[str], start: int) -> Match[str] | None:
        word = words[start]
        for cut in range(len(word), max(self._shortest, len(word) - LONGEST_ENDING) - 1, -1):
            if word[:cut] in self._stems:
                return Match(start, start + 1, self._stems[word[:cut]])
        return None


def _mention(
    entity: str, value: str, text: str, tokens: Sequence[Token], confidence: float
) -> Mention:
    start, end = tokens[0].start, tokens[-1].end
    return Mention(entity, value, start, end, text[start:end], confidence)
