"""Detects the language of a short chat message."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from lingua import IsoCode639_1, LanguageDetectorBuilder
from lingua import LanguageDetector as TrigramDetector

from beacon import data_file
from beacon.entities import schemas
from beacon.entities.phrases import PhraseIndex
from beacon.entities.scripts import unread_language
from beacon.entities.text import tokenise, words_of

HERE = Path(__file__).parent
DEFAULT = "en"
CYRILLIC = ("ru", "uk", "bg", "sr")
# Weights of the three witnesses, measured on the labelled messages under data/nlu: words decide in
# short messages, letter sequences in longer ones.
WORD_WEIGHT, LETTER_WEIGHT, SEQUENCE_WEIGHT = 2.0, 1.5, 0.4
LONGEST_WORD, LONGEST_PHRASE, WORD_UNIT = 5, 8, 4
ENOUGH_LETTERS = 15
LEAST_PROBABILITY = 1e-3
# So sure it must be that a message is in a language that nothing else here reads.
LEAST_UNREAD = 0.85
# A rival is at most so many times less likely, in a message of a word or two at most the second
# number: "thanks" is said in Polish chats too. Of 62,000 messages under data/nlu, written in a chat
# that was in their language, 587 would change it; beside rivals 110.
RIVAL, RIVAL_IF_SHORT, SHORT = 30, 1000, 2
# The detector knows Serbian in Cyrillic only; in Latin letters it looks like Croatian.
SERBIAN_IN_LATIN = 0.9
_MARK = re.compile(r"\[[a-z]+\]")
_GREEK_LETTER = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")
_CYRILLIC_LETTER = re.compile("[\u0400-\u04ff]")
_LATIN_LETTER = re.compile("[a-zA-Z\u00c0-\u024f]")


class Detected(NamedTuple):
    """`language` is an ISO 639-1 code; `confidence`, from 0 to 1, is low where in doubt.

    `rivals` are the languages that a message may well be in if the chat was in one of them.
    """

    language: str
    confidence: float
    rivals: frozenset[str] = frozenset()


class Signs(NamedTuple):
    """What speaks for each language: words and letters, and the chance by its sequences."""

    found: dict[str, float]
    chances: dict[str, float]


class LanguageDetector:
    """Tells the 22 languages apart by script, common words, letters and letter sequences.

    The common words and letters are in languages.yml; the sequences are those of
    lingua-language-detector in its low-accuracy mode, which takes 45 MB (the full mode 600 MB).
    Some languages that nothing else here reads are known too, by their script or by words: who
    writes one must not be answered by a guess.
    """

    def __init__(self, folder: Path = HERE) -> None:
        """Reads languages.yml in `folder`. Raises DataFileError."""
        content = data_file.load(folder / "languages.yml", schemas.LANGUAGES)
        self._languages = tuple(content)
        self._read = tuple(code for code in content if content[code].get("is_read", True))
        self._head_start = {
            language: parts.get("head_start", 0.0) for language, parts in content.items()
        }
        self._words = PhraseIndex(_by_key(_words(content)).items())
        self._letters = _by_key(_letters(content))
        self._sequences = _sequence_detector(self._languages)

    def reads(self, language: str) -> bool:
        """Whether messages in it are understood; of others only the name is known."""
        return language in self._read

    def detect(self, text: str) -> Detected:
        """The language of `text`; English with confidence 0 where it has no letters we know."""
        text = _MARK.sub(" ", text)
        if unread := unread_language(text):
            return Detected(unread, 1.0)
        greek, cyrillic, latin = (
            len(script.findall(text)) for script in (_GREEK_LETTER, _CYRILLIC_LETTER, _LATIN_LETTER)
        )
        letters = greek + cyrillic + latin
        if letters == 0:
            return Detected(DEFAULT, 0.0)
        if greek > letters / 2:
            return Detected("el", greek / letters)
        is_latin = latin > cyrillic
        found = self._found(text, is_latin)
        share = SEQUENCE_WEIGHT * min(1.0, letters / ENOUGH_LETTERS)
        if is_latin and _is_clear(found, share):
            return _best(found, RIVAL)
        signs = Signs(found, self._probabilities(text, is_latin))
        rival = RIVAL if len(words_of(text)) > SHORT else RIVAL_IF_SHORT
        if cyrillic > letters / 2:
            return _best(_scores(signs, CYRILLIC, share), rival)
        best = _best(_scores(signs, self._languages, share), rival)
        if not self.reads(best.language) and best.confidence >= LEAST_UNREAD:
            return best
        return _best(_scores(signs, self._read, share), rival)

    def _found(self, text: str, is_latin: bool) -> dict[str, float]:
        """What words and letters say for each language."""
        words = self._count_words(text)
        special = self._count_letters(text)
        return {
            language: WORD_WEIGHT * words[language]
            + LETTER_WEIGHT * special[language]
            + (self._head_start[language] if is_latin else 0.0)
            for language in self._languages
        }

    def _count_words(self, text: str) -> dict[str, float]:
        counts: dict[str, float] = defaultdict(float)
        words = [token.text for token in tokenise(text)]
        for start, end, languages in self._words.everywhere(words):
            longest = LONGEST_WORD if end - start == 1 else LONGEST_PHRASE
            weight = min(sum(map(len, words[start:end])), longest) / WORD_UNIT
            for language in languages:
                counts[language] += weight
        return counts

    def _count_letters(self, text: str) -> dict[str, int]:
        counts: dict[str, int] = defaultdict(int)
        for letter in set(text.casefold()):
            for language in self._letters.get(letter, ()):
                counts[language] += 1
        return counts

    def _probabilities(self, text: str, is_latin: bool) -> dict[str, float]:
        values: dict[str, float] = defaultdict(float)
        for found in self._sequences.compute_language_confidence_values(text):
            values[found.language.iso_code_639_1.name.lower()] = found.value
        if is_latin:
            values["sr"] = values["hr"] * SERBIAN_IN_LATIN
        return values


def _scores(signs: Signs, candidates: tuple[str, ...], share: float) -> dict[str, float]:
    """The score of each candidate, as if there were no other languages."""
    total = sum(signs.chances[language] for language in candidates) or 1.0
    return {
        language: signs.found[language]
        + share * math.log(max(signs.chances[language] / total, LEAST_PROBABILITY))
        for language in candidates
    }


def _is_clear(found: Mapping[str, float], share: float) -> bool:
    """Whether no letter sequences could make another language the best, or a rival of it."""
    second, best = sorted(found.values())[-2:]
    most_by_sequences = -share * math.log(LEAST_PROBABILITY)
    return best - second > most_by_sequences + math.log(RIVAL_IF_SHORT)


def _sequence_detector(languages: tuple[str, ...]) -> TrigramDetector:
    codes = [getattr(IsoCode639_1, language.upper()) for language in languages]
    builder = LanguageDetectorBuilder.from_iso_codes_639_1(*codes)
    return builder.with_low_accuracy_mode().with_preloaded_language_models().build()


def _words(content: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for language, parts in content.items():
        for phrase in parts["words"]:
            yield " ".join(token.text for token in tokenise(phrase)), language


def _letters(content: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for language, parts in content.items():
        for letter in parts["letters"]:
            yield letter, language


def _by_key(pairs: Iterator[tuple[str, str]]) -> dict[str, frozenset[str]]:
    languages: dict[str, set[str]] = defaultdict(set)
    for key, language in pairs:
        languages[key].add(language)
    return {key: frozenset(values) for key, values in languages.items()}


def _best(scores: dict[str, float], rival: float) -> Detected:
    """The language of the highest score, and its share of all evidence."""
    best = max(scores, key=lambda language: scores[language])
    shares = {language: math.exp(score - scores[best]) for language, score in scores.items()}
    rivals = frozenset(one for one, share in shares.items() if share * rival >= 1) - {best}
    return Detected(best, 1 / sum(shares.values()), rivals)
