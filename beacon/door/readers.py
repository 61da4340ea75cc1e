"""How what stands after a cue is judged: a name, an account, a number, or an ordinary word."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass

from beacon.door import numbers
from beacon.door.numbers import NOTHING, HelpNumbers, Span
from beacon.door.vocabulary import Vocabulary, key

_WORD = re.compile(r"[^\s]+")
_SCHEME = re.compile(r"^[a-z][a-z0-9+-]*://|^www\.", re.IGNORECASE)
_NOT_LETTERS = re.compile(r"[\d_.-]+")
_SHORTEST_SURNAME = 3
_PARTICLES = frozenset(
    {"de", "da", "do", "dos", "du", "di", "del", "della", "van", "der", "den", "von"}
    | {"bin", "al", "el", "ter", "ten", "la", "le"}
)


@dataclass(frozen=True)
class Found:
    """What a pattern has found.

    language: whose ordinary words count, of all languages if None.
    capitals_tell: False where most words have a capital letter, which then says nothing.
    languages: those that the whole message may be written in; none if it can't be told.
    """

    text: str
    language: str | None
    capitals_tell: bool
    languages: frozenset[str]

    @property
    def is_in_its_language(self) -> bool:
        """False where the cue belongs to another language than the message, as "im" in German."""
        return not self.language or not self.languages or self.language in self.languages


class Knowledge:
    """What the readers know: words, help numbers, sites by name."""

    def __init__(
        self, vocabulary: Vocabulary, help_numbers: HelpNumbers, sites: frozenset[str]
    ) -> None:
        self.vocabulary = vocabulary
        self.help_numbers = help_numbers
        self.sites = sites

    def is_word(self, word: str, language: str | None) -> bool:
        """Whether `word` is ordinary or must stay."""
        return self.vocabulary.is_ordinary(word, language) or key(word) in self.vocabulary.kept


def is_capital(word: str) -> bool:
    """Whether `word` is written like a name: Emma, O'Neill; not EMMA."""
    return word[:1].isupper() and any(letter.islower() for letter in word)


def read_name(found: Found, knowledge: Knowledge) -> Span:
    """The name at the beginning, in large or small letters, up to the first ordinary word."""
    return _words_while(found, knowledge, _continues_name)


def read_first_name(found: Found, knowledge: Knowledge) -> Span:
    """As `read_name`, but of what follows the first word only what has a capital letter."""
    return _words_while(found, knowledge, _continues_first_name)


def read_capital(found: Found, knowledge: Knowledge) -> Span:
    """The capitalised words at the beginning, unless they are known words or places."""
    if not found.capitals_tell or not found.is_in_its_language:
        return NOTHING
    return _words_while(found, knowledge, _continues_capital)


def read_listed(found: Found, knowledge: Knowledge) -> Span:
    """The given name of the lists at the beginning, in small letters too, with its surnames."""
    vocabulary = knowledge.vocabulary
    words = list(_WORD.finditer(found.text))
    name = _without_ending(words[0][0])
    if (
        not found.is_in_its_language
        or vocabulary.begins_with_kept(found.text)
        or not vocabulary.is_name_after_cue(name, found.language)
    ):
        return NOTHING
    surnames = itertools.takewhile(lambda word: key(word[0]) in vocabulary.surnames, words[1:])
    return 0, max((word.end() for word in surnames), default=len(name))


def read_surname(found: Found, knowledge: Knowledge) -> Span:
    """As `read_capital`, but Mrs London and Mr Garcia are no places."""
    if not found.capitals_tell:
        return NOTHING
    return _words_while(found, knowledge, _continues_surname)


def read_capitals(found: Found, knowledge: Knowledge) -> Span:
    """The capitalised words at the end ("Oakfield Academy"), if one of them is no ordinary word."""
    if not found.capitals_tell:
        return NOTHING
    words = list(_WORD.finditer(found.text))
    first = len(words)
    while first and (is_capital(words[first - 1][0]) or words[first - 1][0][0].isdigit()):
        first -= 1
    while first < len(words) and knowledge.is_word(words[first][0], None):
        first += 1
    if len(words) - first < 2 or knowledge.vocabulary.begins_with_kept(found.text):
        return NOTHING
    return words[first].start(), len(found.text)


def read_words(found: Found, knowledge: Knowledge) -> Span:
    """All of it, unless it begins with an ordinary word ("my new school")."""
    first = found.text.split()[0]
    return NOTHING if knowledge.is_word(first, found.language) else (0, len(found.text))


def read_account(found: Found, knowledge: Knowledge) -> Span:
    """All of it, unless it is an ordinary word."""
    return NOTHING if knowledge.is_word(found.text, found.language) else (0, len(found.text))


def read_handle(found: Found, knowledge: Knowledge) -> Span:
    """All of it, if no ordinary word is written so: wolf_girl, emma2011; not year10."""
    letters = _NOT_LETTERS.sub("", found.text)
    is_word = len(letters) < 3 or knowledge.is_word(letters, None)
    is_kept = key(found.text) in knowledge.vocabulary.kept
    return NOTHING if is_kept or (is_word and "_" not in found.text) else (0, len(found.text))


def read_tag(found: Found, knowledge: Knowledge) -> Span:  # noqa: ARG001
    """All of it, if it has letters and digits or "_", as an account has after a platform's name."""
    letters = _NOT_LETTERS.sub("", found.text)
    is_tag = "_" in found.text or any(map(str.isdigit, found.text))
    if not is_tag or len(letters) < 3 or found.text[0].isdigit():
        return NOTHING
    return 0, len(found.text)


def read_secret(found: Found, knowledge: Knowledge) -> Span:
    """All of it, unless it is an ordinary word."""
    return NOTHING if knowledge.is_word(found.text, None) else (0, len(found.text))


def read_link(found: Found, knowledge: Knowledge) -> Span:
    """All of it, unless it is only the name of a known site."""
    site = _SCHEME.sub("", found.text.lower()).removeprefix("www.").rstrip("/")
    return NOTHING if site in knowledge.sites else (0, len(found.text))


def read_number(found: Found, knowledge: Knowledge) -> Span:
    """The part that is somebody's number, not a help number, year, age or amount."""
    return knowledge.help_numbers.private_part(found.text)


def read_card(found: Found, knowledge: Knowledge) -> Span:  # noqa: ARG001
    """All of it, if the digits pass the check of payment cards."""
    return (0, len(found.text)) if numbers.is_card(found.text) else NOTHING


Reader = Callable[[Found, Knowledge], Span]

READERS: dict[str, Reader] = {
    "account": read_account,
    "capital": read_capital,
    "capitals": read_capitals,
    "card": read_card,
    "first name": read_first_name,
    "handle": read_handle,
    "link": read_link,
    "listed": read_listed,
    "name": read_name,
    "number": read_number,
    "secret": read_secret,
    "surname": read_surname,
    "tag": read_tag,
    "words": read_words,
}

_Continues = Callable[[list[str], int, Found, Knowledge], bool]


def _words_while(found: Found, knowledge: Knowledge, continues: _Continues) -> Span:
    matches = list(_WORD.finditer(found.text))
    words = [match[0] for match in matches]
    count = 0
    while count < len(words) and continues(words, count, found, knowledge):
        count += 1
    while count and key(words[count - 1]) in _PARTICLES:
        count -= 1
    if not count or knowledge.vocabulary.begins_with_kept(found.text):
        return NOTHING
    return 0, matches[count - 1].start() + len(_without_ending(words[count - 1]))


def _without_ending(word: str) -> str:
    return re.sub(r"(?:'s|['-]+)$", "", word)


def _continues_name(words: list[str], at: int, found: Found, knowledge: Knowledge) -> bool:
    word = words[at]
    if key(word) in _PARTICLES and at and is_capital(words[0]):
        return True
    if len(key(word)) < 2 or knowledge.is_word(word, found.language):
        return found.capitals_tell and is_capital(word) and _is_given_name(word, knowledge)
    if at == 0 or is_capital(word):
        return not _is_place_after_particle(words, at, knowledge)
    return not is_capital(words[0]) and len(key(word)) >= _SHORTEST_SURNAME


def _continues_first_name(words: list[str], at: int, found: Found, knowledge: Knowledge) -> bool:
    may_continue = at == 0 or (found.capitals_tell and is_capital(words[at]))
    return may_continue and _continues_name(words, at, found, knowledge)


def _continues_capital(words: list[str], at: int, found: Found, knowledge: Knowledge) -> bool:
    if at == 0 and _is_only_a_place(words, found, knowledge):
        return False
    return _continues_surname(words, at, found, knowledge)


def _continues_surname(words: list[str], at: int, found: Found, knowledge: Knowledge) -> bool:
    word = words[at]
    if key(word) in _PARTICLES:
        return at > 0
    return is_capital(word) and len(key(word)) > 1 and not knowledge.is_word(word, found.language)


def _is_only_a_place(words: list[str], found: Found, knowledge: Knowledge) -> bool:
    """London is a place, London Wyrwik is not."""
    places = knowledge.vocabulary.places
    if key(words[0]) not in places:
        return False
    return not (
        words[0][-1].isalpha()
        and key(words[1] if len(words) > 1 else words[0]) not in places
        and _continues_surname(words, 1, found, knowledge)
    )


def _is_place_after_particle(words: list[str], at: int, knowledge: Knowledge) -> bool:
    """Ana de Lisboa is from Lisbon, Ana de Sousa has a name of two words."""
    after_particle = at > 0 and key(words[at - 1]) in _PARTICLES
    return after_particle and key(words[at]) in knowledge.vocabulary.places


def _is_given_name(word: str, knowledge: Knowledge) -> bool:
    return key(word) in knowledge.vocabulary.given_names_capital
