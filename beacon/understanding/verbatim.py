"""Short messages that are known word for word."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

# A longer message that is repeated to the letter is rare, and its words are enough to go by.
LONGEST = 6
# What is typed or left out without a meaning. An emoji may have one.
_IDLE = re.compile(r"[\s.,!?'’]+")


class Verbatim:
    """Labels of short messages: what stands among the training messages means what it says there.

    A sentence vector of two or three words says little: without this, "help me" may be anything.
    """

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._labels = dict(labels)

    @classmethod
    def of(cls, messages: Iterable[tuple[str, str]]) -> Verbatim:
        """Remembers the short ones of messages with their labels; none that has two."""
        labels: dict[str, str] = {}
        doubtful = set()
        for text, label in messages:
            key = _key(text)
            if len(text.split()) <= LONGEST and labels.setdefault(key, label) != label:
                doubtful.add(key)
        return cls({key: label for key, label in labels.items() if key and key not in doubtful})

    def label(self, text: str) -> str | None:
        """The label of a message that is known, whatever its capitals and full stops."""
        return self._labels.get(_key(text))

    def save(self, file: Path) -> None:
        """Writes them as JSON."""
        file.write_text(json.dumps(self._labels, ensure_ascii=False))

    @classmethod
    def load(cls, file: Path) -> Verbatim:
        """Reads what `save` wrote."""
        return cls(json.loads(file.read_text()))


def _key(text: str) -> str:
    return _IDLE.sub(" ", text.casefold()).strip()
