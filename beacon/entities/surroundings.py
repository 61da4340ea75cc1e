"""What stands around the name of a place in a message, and what it says of the writer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from beacon.entities.age_words import CLAUSE_ENDS
from beacon.entities.ages import MOST_WORDS_OF_SELF, Said
from beacon.entities.phrases import PhraseIndex, PhraseList
from beacon.entities.signs import ENDS, Signs
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
# In a cue of the writer's own, these tell of an origin.
_COMING = frozenset({"born", "viens"})
# "From" there is where they are: "I am writing from Spain".
_WRITING = frozenset({"write", "writing"})
# In a cue of what the writer is, this tells what others are: "my parents are".
_THEIRS = "my"


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
        self.bearers = self.others | self.anybody | frozenset(map(fold, words["bearers"]))
        self.belonging = frozenset(map(fold, words["belonging"]))
        self.linking = frozenset(map(fold, words["linking"]))
        self.articles = frozenset(words["articles"])
        self.towards = frozenset(map(fold, words["towards"]))
        self.of_words = frozenset(words["of_words"])
        self.denials = frozenset(map(fold, words["denials"]))
        self.wishes: PhraseIndex[bool] = PhraseIndex((phrase, True) for phrase in words["wishes"])
        self.wished: PhraseIndex[bool] = PhraseIndex((phrase, True) for phrase in words["wished"])
        self.unwished = frozenset(words["unwished"])
        self.helping = PhraseList(words["helping"])
        self.origins = frozenset(words_of(cue)[-1] for cue in words["origin_cues"])
        self.froms = frozenset(words_of(cue)[0] for cue in words["origin_cues"])
        self.after = frozenset(map(fold, words["cues_after"]))


class Surroundings(Signs):
    """The cues of one message, by the word that follows them."""

    def __init__(
        self,
        text: str,
        tokens: Sequence[Token],
        cues: CueWords,
        find_said: Callable[[], Said] = Said,
    ) -> None:
        """`find_said` finds what the message says of ages; it is called only where a place asks."""
        super().__init__(text, tokens)
        self.cues = cues
        self._find_said = find_said
        self._before: dict[int, Cue] = {}
        self._writer_until: set[int] = set()
        self._is_until: set[int] = set()
        self._i_am_until: set[int] = set()
        self._wished = set(self._ends_of_wishes())
        for start, end, kind in cues.index.everywhere(self.words):
            if kind == "first_person_cues":
                self._writer_until.add(end)
            if kind == "self_cues":
                self._is_until.add(end)
                if _THEIRS not in self.words[start:end]:
                    self._i_am_until.add(end)
            known = self._before.get(end)
            if known is None or CUES.index(kind) < CUES.index(known.kind):
                self._before[end] = Cue(kind, start)

    @cached_property
    def said(self) -> Said:
        """What the message says of ages."""
        return self._find_said()

    def cue_before(self, word: int) -> Cue | None:
        """The strongest cue that ends right before `word`."""
        return self._before.get(word)

    def is_of_somebody_else(self, cue: Cue) -> bool:
        """Whether the cue belongs to "he", "a guy"; the writer's own words never do."""
        if cue.kind in ("first_person_cues", "whereabouts_cues", "self_cues"):
            return False
        is_origin = cue.kind == "origin_cues"
        if is_origin and self.goes_on_from_age(cue.start):
            return False
        first = (
            self._first_of_description(cue.start) if is_origin else self._first_of_where(cue.start)
        )
        before = self.near(first, REACH, ENDS if is_origin else ENDS + ",")
        near = range(before.start, cue.start)
        if not self._writer_until.isdisjoint(near):  # "I live with my mum in"
            return False
        others = [word for word in near if self._is_other(word, is_origin)]
        if others:
            return not self._is_the_writer(others[-1])
        return is_origin and self._is_towards_an_age(first, cue.start)

    def goes_on_from_age(self, word: int) -> bool:
        """Whether an age of the writer stands before: "13 from", "I am 12 and from"."""
        last = self._before_linking(word)
        for end in range(last, max(0, last - REACH) - 1, -1):
            if end in self.said.ends:
                return True
            if not end or self.words[end - 1] not in self.cues.descriptions:
                break
        return False

    def _before_linking(self, word: int) -> int:
        """The word, or the "and" right before it."""
        return word - 1 if word and self.words[word - 1] in self.cues.linking else word

    def _first_of_description(self, word: int, ends: str = ENDS) -> int:
        """The first of the words before one that say what somebody is: "15" of "he is 15 and"."""
        last = self._before_linking(word)
        near = self.near(last, REACH_OF_SELF, ends)
        while last > near.start and self.describes(self.words[last - 1]):
            last -= 1
        return last

    def _first_of_where(self, word: int) -> int:
        """The "from" shortly before that word, or the word: "he is from a big club in" Belgium."""
        near = self.near(word, REACH_OF_SELF, ENDS + ",")
        froms = [place for place in near if self.words[place] in self.cues.froms]
        return froms[-1] if froms else word

    def _is_towards_an_age(self, first: int, end: int) -> bool:
        """Whether the words are the age of whom the writer talks to: "texting a 14 year old"."""
        is_towards = first > 0 and self.words[first - 1] in self.cues.towards
        return is_towards and any(word.isdigit() for word in self.words[first:end])

    def is_of_the_writer(self, cue: Cue, end: int) -> bool:
        """Whether the writer says that they are from the place that ends before `end`."""
        if self.is_of_somebody_else(cue) or self.is_of_who_acts(cue, end):
            return False
        if self.goes_on_from_age(cue.start):
            return True
        last = self._before_linking(cue.start)
        if last and self.words[last - 1] in self.cues.others:
            return self._is_the_writer(last - 1)
        described = range(self._first_of_description(cue.start), last)
        is_linked = last < cue.start
        return not self._i_am_until.isdisjoint(described) or (is_linked and self._is_self(last))

    def _is_self(self, word: int) -> bool:
        """Whether "I am" and a few words of what the writer is end there: "I am so scared"."""
        starts = self._i_am_until.intersection(self.near(word, MOST_WORDS_OF_SELF, ENDS))
        said = self.words[max(starts) : word] if starts else []
        return bool(starts) and not any(
            other.isdigit() or other in self.cues.bearers for other in said
        )

    def is_of_who_acts(self, cue: Cue, end: int) -> bool:
        """Whether who is from there does something: "a girl from Spain asked me"."""
        if cue.kind != "origin_cues" or self.is_parted(end):
            return False
        is_noun = cue.start > 0 and self.words[cue.start - 1] in self.cues.others
        first = self._first_of_description(cue.start - 1 if is_noun else cue.start, CLAUSE_ENDS)
        if not is_noun and not any(word.isdigit() for word in self.words[first : cue.start]):
            return False
        if end in self.said.doings:
            return not self.goes_on_from_age(cue.start)
        is_new = any(self._begins_anew(word) for word in range(first, cue.start))
        return is_new and not self._goes_on_about_writer(end)

    def _begins_anew(self, word: int) -> bool:
        """Whether "a" is said of somebody new: "a boy from", "im 13, a boy", "im 13 a boy"."""
        is_after_number = word > 0 and self.words[word - 1].isdigit()
        return self.words[word] in self.cues.articles and (is_after_number or self.is_parted(word))

    def _goes_on_about_writer(self, word: int) -> bool:
        """Whether "and" or "my" follows, or somebody who did something: "somebody has my pic"."""
        is_joined = word in self.said.joining and self.words[word] not in self.cues.others
        return is_joined or self.words[word] in self.cues.anybody

    def _is_other(self, word: int, is_origin: bool) -> bool:
        """Whether the word is for somebody else; not "is there somebody in Spain who helps"."""
        if self.words[word] in self.cues.anybody:
            return is_origin or not any(other in self.cues.helping for other in self.words)
        return self.words[word] in self.cues.others

    def _is_the_writer(self, word: int) -> bool:
        """Whether "girl" is who writes: "I am a 13 year old girl from"."""
        between = self.near(word, REACH_OF_SELF, ENDS)
        claims = (start for start in (*between, word) if start in self._is_until)
        starts = [start for start in claims if not self.begins_sentence(start)]
        described = self.words[starts[-1] : word] if starts else []
        return bool(starts) and all(map(self.describes, described))

    def describes(self, word: str) -> bool:
        """Whether the word may say what somebody is: "13", "young"."""
        return word.isdigit() or word in self.cues.descriptions

    def is_denied(self, word: int) -> bool:
        """Whether the writer says that it is not the place: "germany, not turkey"."""
        cue = self._before.get(word)
        starts = {word, cue.start if cue else word}
        near = {place for start in starts for place in self.near(start, 1, ENDS)}
        inside = range(cue.start, word) if cue else range(0)
        return any(self.words[place] in self.cues.denials for place in (*near, *inside))

    def is_wished(self, word: int) -> bool:
        """Whether the writer wants to be in the place, and so is not: "I want to move to Spain"."""
        cue = self._before.get(word)
        start = cue.start if cue else word
        return not self._wished.isdisjoint((*self.near(start, 1, ENDS + ","), *range(start, word)))

    def _ends_of_wishes(self) -> Iterator[int]:
        """The last words of what is wished: "move back" of "I want to move back"."""
        for wish in self.cues.wishes.everywhere(self.words):
            is_wish = not self.cues.unwished.intersection(self.words[: wish.start][-1:])
            goes_on = wish.end < len(self.words)
            wished = self.cues.wished.longest_at(self.words, wish.end) if goes_on else None
            if wished and is_wish:
                yield wished.end - 1

    def is_of_another(self, word: int) -> bool:
        """Whether somebody else is of the place that begins there: "une fille d'Italie"."""
        if not word or self.words[word - 1] not in self.cues.of_words:
            return False
        return self.is_of_somebody_else(Cue("origin_cues", word - 1))

    def is_before_somebody_else(self, end: int) -> bool:
        """Whether who is from there follows: "Türkiye'den bir adam"."""
        following = self.words[end : end + 2]
        phrases = (" ".join(following), *following[:1])
        return any(phrase in self.cues.others_after for phrase in phrases)

    def is_now(self, cue: Cue, end: int) -> bool:
        """Whether "now" stands right before the cue or after the name that ends before `end`."""
        beside = (*self.near(cue.start, 2, ENDS), *range(end, min(end + 1, len(self.words))))
        return any(self.words[word] in self.cues.now for word in beside)

    def is_right_after_now(self, word: int) -> bool:
        """Whether nothing stands between "now" and a name: "now canada, before ukraine"."""
        return bool(word) and self.words[word - 1] in self.cues.now

    def comes_from(self, cue: Cue, word: int) -> bool:
        """Whether the cue that ends before `word` tells of an origin, not of where somebody is."""
        said = self.words[cue.start : word]
        is_from = said[-1] in self.cues.origins or not _COMING.isdisjoint(said)
        is_home = cue.kind == "first_person_cues" and is_from and _WRITING.isdisjoint(said)
        return cue.kind == "origin_cues" or is_home

    def is_followed_by_cue(self, end: int) -> bool:
        """Whether the word after a name says that the name is a place: "Almanya'da"."""
        return end < len(self.words) and self.words[end] in self.cues.after
