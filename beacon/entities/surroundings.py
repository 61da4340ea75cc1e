"""What stands around the name of a place in a message, and what it says of the writer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from beacon.entities.phrases import PhraseIndex, PhraseList
from beacon.entities.text import Token, fold, words_of

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
# So many words back, "I am" still tells who the girl is: "I am a 13 year old girl".
REACH_OF_SELF = 6
SHOUTED_SHARE = 0.6
ENDS = ".!?\n"
# In a cue of the writer's own, these tell of an origin.
_COMING = frozenset({"born", "viens"})


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
        self.others_after = PhraseList(words["others_after"])
        self.now = frozenset(map(fold, words["now"]))
        self.descriptions = frozenset(map(fold, words["descriptions"]))
        self.anybody = frozenset(map(fold, words["anybody"]))
        self.of_words = frozenset(words["of_words"])
        self.denials = frozenset(map(fold, words["denials"]))
        self.wishes: PhraseIndex[bool] = PhraseIndex((phrase, True) for phrase in words["wishes"])
        self.wished: PhraseIndex[bool] = PhraseIndex((phrase, True) for phrase in words["wished"])
        self.unwished = frozenset(words["unwished"])
        self.helping = PhraseList(words["helping"])
        self.origins = frozenset(words_of(cue)[-1] for cue in words["origin_cues"])
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
        self._is_until: set[int] = set()
        self._wished = set(self._ends_of_wishes())
        for start, end, kind in cues.index.everywhere(self._words):
            if kind == "first_person_cues":
                self._writer_until.add(end)
            if kind == "self_cues":
                self._is_until.add(end)
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
        is_origin = cue.kind == "origin_cues"
        near = self._near(cue.start, REACH, ENDS if is_origin else ENDS + ",")
        if not self._writer_until.isdisjoint(near):  # "I live with my mum in"
            return False
        others = [word for word in near if self._is_other(word, is_origin)]
        return bool(others) and not self._is_the_writer(others[-1])

    def _is_other(self, word: int, is_origin: bool) -> bool:
        """Whether the word is for somebody else; not "is there somebody in Spain who helps"."""
        if self._words[word] in self._cues.anybody:
            return is_origin or not any(other in self._cues.helping for other in self._words)
        return self._words[word] in self._cues.others

    def _is_the_writer(self, word: int) -> bool:
        """Whether "girl" is who writes: "I am a 13 year old girl from"."""
        between = self._near(word, REACH_OF_SELF, ENDS)
        starts = [start for start in (*between, word) if start in self._is_until]
        described = self._words[starts[-1] : word] if starts else []
        return bool(starts) and all(map(self._describes, described))

    def _describes(self, word: str) -> bool:
        return word.isdigit() or word in self._cues.descriptions

    def _near(self, word: int, reach: int, ends: str) -> range:
        """The words right before one, at most so many, back to one of the signs."""
        first = max(0, word - reach)
        for start in range(word, first, -1):
            if any(mark in self._gap_before(start) for mark in ends):
                return range(start, word)
        return range(first, word)

    def is_denied(self, word: int) -> bool:
        """Whether the writer says that it is not the place: "germany, not turkey"."""
        cue = self._before.get(word)
        starts = {word, cue.start if cue else word}
        near = {place for start in starts for place in self._near(start, 1, ENDS)}
        inside = range(cue.start, word) if cue else range(0)
        return any(self._words[place] in self._cues.denials for place in (*near, *inside))

    def is_wished(self, word: int) -> bool:
        """Whether the writer wants to be in the place, and so is not: "I want to move to Spain"."""
        cue = self._before.get(word)
        start = cue.start if cue else word
        return not self._wished.isdisjoint((*self._near(start, 1, ENDS + ","), *range(start, word)))

    def _ends_of_wishes(self) -> Iterator[int]:
        """The last words of what is wished: "move back" of "I want to move back"."""
        for wish in self._cues.wishes.everywhere(self._words):
            is_wish = not self._cues.unwished.intersection(self._words[: wish.start][-1:])
            goes_on = wish.end < len(self._words)
            wished = self._cues.wished.longest_at(self._words, wish.end) if goes_on else None
            if wished and is_wish:
                yield wished.end - 1

    def is_of_another(self, word: int) -> bool:
        """Whether somebody else is of the place that begins there: "une fille d'Italie"."""
        if not word or self._words[word - 1] not in self._cues.of_words:
            return False
        return self.is_of_somebody_else(Cue("origin_cues", word - 1))

    def is_before_somebody_else(self, end: int) -> bool:
        """Whether who is from there follows: "Türkiye'den bir adam"."""
        following = self._words[end : end + 2]
        phrases = (" ".join(following), *following[:1])
        return any(phrase in self._cues.others_after for phrase in phrases)

    def is_now(self, cue: Cue, end: int) -> bool:
        """Whether "now" stands right before the cue or after the name that ends before `end`."""
        beside = (*self._near(cue.start, 2, ENDS), *range(end, min(end + 1, len(self._words))))
        return any(self._words[word] in self._cues.now for word in beside)

    def comes_from(self, cue: Cue, word: int) -> bool:
        """Whether the cue that ends before `word` tells of an origin, not of where somebody is."""
        said = self._words[cue.start : word]
        is_from = said[-1] in self._cues.origins or not _COMING.isdisjoint(said)
        return cue.kind == "origin_cues" or (cue.kind == "first_person_cues" and is_from)

    def is_followed_by_cue(self, end: int) -> bool:
        """Whether the word after a name says that the name is a place: "Almanya'da"."""
        return end < len(self._words) and self._words[end] in self._cues.after
