"""The language of a paragraph of the bot's: short texts have their own, all else is English."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

_PLACE_AS_WRITTEN = re.compile(r"\{\w+\}")
_PLACE = re.compile(r"\\{\w+\\}")


# Where the first word of a short text has a place in it, any word may be the first.
ANY = ""


class PhraseLanguages:
    """Knows the short texts of every language but English, under the first word of each."""

    def __init__(self, phrases: Mapping[str, Mapping[str, str]]) -> None:
        self._patterns: defaultdict[str, list[tuple[str, re.Pattern[str]]]] = defaultdict(list)
        for language, texts in phrases.items():
            for text in texts.values() if language != "en" else ():
                pattern = re.compile(_pattern(text))
                self._patterns[_first_word(text)].append((language, pattern))

    def of(self, paragraphs: list[str]) -> dict[str, str]:
        """The languages (ISO 639-1) of those paragraphs that are not in English."""
        found = ((paragraph, self._language(paragraph)) for paragraph in paragraphs)
        return {paragraph: language for paragraph, language in found if language}

    def _language(self, paragraph: str) -> str | None:
        for word in (_first_word(paragraph), ANY):
            for language, pattern in self._patterns.get(word, ()):
                if pattern.match(paragraph):
                    return language
        return None


def _first_word(text: str) -> str:
    word = text.split(maxsplit=1)[0] if text.strip() else ANY
    return ANY if _PLACE_AS_WRITTEN.search(word) else word


def _pattern(text: str) -> str:
    """The text with anything in its places, such as an emergency number."""
    return _PLACE.sub(".+?", re.escape(text))
