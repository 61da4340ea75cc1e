"""The words of a message and the signs between them."""

from __future__ import annotations

from collections.abc import Sequence

from beacon.entities.age_words import CLAUSE_ENDS
from beacon.entities.text import Token

SHOUTED_SHARE = 0.6
ENDS = ".!?\n"


class Signs:
    """One message, by the numbers of its words."""

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self.text = text
        self.tokens = tokens
        self.words = [token.text for token in tokens]
        later = tokens[1:]
        capitals = sum(text[token.start].isupper() for token in later)
        self._shouted = len(tokens) > 2 and capitals > SHOUTED_SHARE * len(later)

    def gap_before(self, word: int) -> str:
        """What stands before a word; a full stop before the first and after the last."""
        if word in (0, len(self.tokens)):
            return "."
        return self.text[self.tokens[word - 1].end : self.tokens[word].start]

    def near(self, word: int, reach: int, ends: str) -> range:
        """The words right before one, at most so many, back to one of the signs."""
        first = max(0, word - reach)
        for start in range(word, first, -1):
            if self._is_after(start, ends):
                return range(start, word)
        return range(first, word)

    def is_capitalised(self, word: int) -> bool:
        """Whether a capital letter tells something: not at the start of a sentence."""
        token = self.tokens[word]
        if self._shouted or not self.text[token.start].isupper():
            return False
        return not self._is_after(word, ENDS + ":")

    def begins_sentence(self, word: int) -> bool:
        """Whether a sentence has ended before the word."""
        return self._is_after(word, ENDS)

    def is_code(self, word: int) -> bool:
        """Whether the word is in capitals among words that are not."""
        token = self.tokens[word]
        return self.text[token.start : token.end].isupper() and not self._shouted

    def is_last(self, word: int) -> bool:
        """Whether no word follows."""
        return word == len(self.tokens) - 1

    def spelt(self, start: int, end: int) -> str:
        """The words `start` up to, not including, `end` as they are written."""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end]

    def is_possessive(self, end: int) -> bool:
        """Whether an apostrophe and an s follow: "in Sofia's room"."""
        if end >= len(self.tokens) or self.words[end] != "s":
            return False
        return self.gap_before(end) in ("'", "’")

    def is_whole(self, start: int, end: int) -> bool:
        """Whether there are no words but `start` up to, not including, `end`."""
        return start == 0 and end == len(self.tokens)

    def is_sentence(self, start: int, end: int) -> bool:
        """Whether the words are a sentence of their own: "baku. 13. who can i talk to"."""
        return self.begins_sentence(start) and self.begins_sentence(end)

    def is_parted(self, word: int) -> bool:
        """Whether a comma, a bracket, a stop or nothing stands before `word`."""
        return self._is_after(word, CLAUSE_ENDS)

    def is_labelled(self, word: int) -> bool:
        """Whether a colon or an equals sign stands before: "country: bg"."""
        return self._is_after(word, ":=")

    def _is_after(self, word: int, signs: str) -> bool:
        return any(sign in self.gap_before(word) for sign in signs)
