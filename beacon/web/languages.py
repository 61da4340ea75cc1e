"""The language of a paragraph of the bot's: short texts have their own, all else is English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_PLACE = re.compile(r"\\{\w+\\}")


class PhraseLanguages:
    """Knows the short texts of every language but English."""

    def __init__(self, phrases: Mapping[str, Mapping[str, str]]) -> None:
        self._patterns = [
            (language, re.compile(_pattern(text)))
            for language, texts in phrases.items()
            if language != "en"
            for text in texts.values()
        ]

    def of(self, paragraphs: list[str]) -> dict[str, str]:
        """The languages (ISO 639-1) of those paragraphs that are not in English."""
        return dict(self._found(paragraphs))

    def _found(self, paragraphs: list[str]) -> Iterator[tuple[str, str]]:
        for paragraph in paragraphs:
            for language, pattern in self._patterns:
                if pattern.match(paragraph):
                    yield paragraph, language
                    break


def _pattern(text: str) -> str:
    """The text with anything in its places, such as an emergency number."""
    return _PLACE.sub(".+?", re.escape(text))
