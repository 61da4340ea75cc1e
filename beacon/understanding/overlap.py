"""How much two sentences share of their rarer words."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[a-z0-9']+")
# What follows is mostly an ending.
STEM = 5


@dataclass(frozen=True)
class Shared:
    """What two sentences share, by the weight of their words, each from 0 to 1.

    `both` is measured by both together, `message` and `wording` by one of them.
    """

    both: float = 0.0
    message: float = 0.0
    wording: float = 0.0


class Overlap:
    """Groups of sentences by name; a word weighs more the fewer sentences it stands in."""

    def __init__(self, sentences: Iterable[tuple[str, str]]) -> None:
        """`sentences` with the name of each one's group."""
        stems = [(name, words_of(text)) for text, name in sentences]
        counts = Counter(word for _, words in stems for word in words)
        self._weights = {word: self._weight(n, len(stems)) for word, n in counts.items()}
        self._of_unknown = self._weight(0, len(stems))
        self._groups: dict[str, list[tuple[frozenset[str], float]]] = defaultdict(list)
        for name, words in stems:
            self._groups[name].append((words, self._sum(words)))

    def with_groups(self, text: str, names: Sequence[str]) -> Mapping[str, Shared]:
        """What a text shares with the sentence of each of these groups that shares most."""
        weights = {word: self._weights.get(word, self._of_unknown) for word in words_of(text)}
        return {name: self._most(weights, name) for name in names}

    def _most(self, weights: Mapping[str, float], name: str) -> Shared:
        """`weights` are those of the words of the text."""
        most, of_sentence = 0.0, 1.0
        for words, weight in self._groups.get(name, ()):
            common = sum([weights[word] for word in words & weights.keys()])
            # By the square of what both share; the lighter of two sentences shares more of itself.
            if common * common * of_sentence > most * most * weight:
                most, of_sentence = common, weight
        if not most:
            return Shared()
        whole = sum(weights.values())
        return Shared(most / math.sqrt(whole * of_sentence), most / whole, most / of_sentence)

    def _sum(self, words: frozenset[str]) -> float:
        return sum(self._weights.get(word, self._of_unknown) for word in words)

    @staticmethod
    def _weight(sentences: int, of: int) -> float:
        """At least a little, for one that stands in every sentence."""
        return math.log((of + 1) / (sentences + 1)) + 0.01


def words_of(text: str) -> frozenset[str]:
    """The words of a text by how they begin."""
    return frozenset(word[:STEM] for word in _WORD.findall(text.lower()))
