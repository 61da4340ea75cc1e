"""What stands around the name of a place in a message, and what it says of the writer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from beacon.entities.phrases import PhraseIndex
from beacon.entities.text import Token, fold

CUES = (
    "name_cues",
    "first_person_cues",
    "whereabouts_cues",
    "residence_cues",
    "location_cues",
    "origin_cues",
    "self_cues",
    "code_cues",
    "topic_cues",
)
# So many words back, "he" still tells whose place it is: "he says that he is from Turkey".
REACH = 3
SHOUTED_SHARE = 0.6
ENDS = ".!?\n"


class Cue(NamedTuple):
    """Words before a name; `kind` is one of CUES."""

    kind: str
    start: int


class CueWords:
    """The cues from countries_words.yml."""

    def __init__(self, words: dict[str, list[str]]) -> None:
        self.index: PhraseIndex[str] = PhraseIndex(
            (phrase, kind) for kind in CUES for phrase in words[kind]
        )
        self.others = frozenset(map(fold, words["others"]))
        self.after = frozenset(map(fold, words["cues_after"]))


class Surroundings:
    """The cues of one message, by the word that follows them."""

    def __init__(self, text: str, tokens: Sequence[Token], cues: CueWords) -> None:
        self._text = text
        self._tokens = tokens
        self._cues = cues
        self._words = [token.text for token in tokens]
        self._before: dict[int, Cue] = {}
        self._writer_until: set[int] = set()
        for start, end, kind in cues.index.everywhere(self._words):
            if kind == "first_person_cues":
                self._writer_until.add(end)
            known = self._before.get(end)
            if known is None or CUES.index(kind) < CUES.index(known.kind):
                self._before[end] = Cue(kind, start)
        later = tokens[1:]
        capitals = sum(text[token.start].isupper() for token in later)
        self._shouted = len(tokens) > 2 and capitals > SHOUTED_SHARE * len(later)

    def cue_before(self, word: int) -> Cue | None:
        """The strongest cue that ends right before `word`."""
        return self._before.get(word)

    def is_capitalised(self, word: int) -> bool:
        """Whether a capital letter tells something: not at the start of a sentence."""
        token = self._tokens[word]
        if self._shouted or not self._text[token.start].isupper():
            return False
        return not any(mark in self._gap_before(word) for mark in ENDS + ":")

    def is_code(self, word: int) -> bool:
        """Whether the word is in capitals among words that are not."""
        token = self._tokens[word]
        return self._text[token.start : token.end].isupper() and not self._shouted

    def is_last(self, word: int) -> bool:
        """Whether no word follows."""
        return word == len(self._tokens) - 1

    def spelt(self, start: int, end: int) -> str:
        """The words `start` up to, not including, `end` as they are written."""
        return self._text[self._tokens[start].start : self._tokens[end - 1].end]

    def is_possessive(self, end: int) -> bool:
        """Whether an apostrophe and an s follow: "in Sofia's room"."""
        if end >= len(self._tokens) or self._words[end] != "s":
            return False
        return self._gap_before(end) in ("'", "’")

    def is_whole(self, start: int, end: int) -> bool:
        """Whether there are no words but `start` up to, not including, `end`."""
        return start == 0 and end == len(self._tokens)

    def is_sentence(self, start: int, end: int) -> bool:
        """Whether the words are a sentence of their own: "baku. 13. who can i talk to"."""
        after = self._gap_before(end) if end < len(self._tokens) else "."
        return all(any(mark in gap for mark in ENDS) for gap in (self._gap_before(start), after))

    def _gap_before(self, word: int) -> str:
        """What stands between a word and the one before it; a full stop before the first."""
        if not word:
            return "."
        return self._text[self._tokens[word - 1].end : self._tokens[word].start]

    def is_labelled(self, word: int) -> bool:
        """Whether a colon or an equals sign stands before: "country: bg"."""
        return word > 0 and any(mark in self._gap_before(word) for mark in ":=")

    def is_of_somebody_else(self, cue: Cue) -> bool:
        """Whether the cue belongs to "he", "a guy"; the writer's own words never do."""
        if cue.kind in ("first_person_cues", "whereabouts_cues", "self_cues"):
            return False
        near = range(max(0, cue.start - REACH), cue.start)
        if not self._writer_until.isdisjoint(near):  # "I live with my mum in"
            return False
        before = self._words[near.start : near.stop]
        return not self._cues.others.isdisjoint(before)

    def is_followed_by_cue(self, end: int) -> bool:
        """Whether the word after a name says that the name is a place: "Almanya'da"."""
        return end < len(self._words) and self._words[end] in self._cues.after
