"""Takes personal data out of a text and leaves typed marks such as [name], [phone], [address]."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cached_property

from beacon.door import numbers, patterns, vocabulary
from beacon.door.patterns import Pattern
from beacon.door.people import People
from beacon.door.policy import POLICY, Policy
from beacon.door.readers import READERS, Found, Knowledge, is_capital

PICTURE = "[picture link]"
PHONE = "[phone]"
# Each round only takes more out, so that few are needed; the bound is against the unforeseen.
_ROUNDS = 8
_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[^\W\d_]+")
_FEW_WORDS = 5
_MOST_CAPITALS = 0.6


class Redactor:
    """Redacts by reviewed patterns, phonenumbers and, in English with capitals, by spaCy."""

    def __init__(
        self,
        help_numbers: Collection[str] = (),
        *,
        service_names: Collection[str] = (),
        sites: Collection[str] = (),
        policy: Policy = POLICY,
    ) -> None:
        """The register's numbers, names and sites ("childline.org.uk") stay readable."""
        self._knowledge = Knowledge(
            vocabulary.read().with_services(service_names),
            numbers.HelpNumbers([*policy.help_numbers, *help_numbers]),
            policy.known_sites.union(sites),
        )
        self._patterns = patterns.read()
        self._people = People(self._knowledge.vocabulary)
        self._regions = policy.phone_regions

    def redact(self, text: str) -> str:
        """The text with personal data replaced by marks; redacting that again changes nothing."""
        for _ in range(_ROUNDS):
            redacted = self._once(text)
            if redacted == text:
                break
            text = redacted
        return text

    def warm_up(self) -> None:
        """Loads what is otherwise loaded when first needed."""
        self._people.warm_up()

    def _once(self, text: str) -> str:
        message = _Message(text, self._knowledge)
        for pattern in self._patterns.that_may_occur(text):
            text = self._without(pattern, text, message)
        text = self._without_valid_phone_numbers(text)
        return self._people.hide(text, message.capitals_tell)

    def _without(self, pattern: Pattern, text: str, message: _Message) -> str:
        match = pattern.expression.search(text)
        while match:
            start, end = self._private_part(match, pattern, message)
            if start < end:
                text = text[:start] + pattern.mark + text[end:]
                onward = start + len(pattern.mark)
            else:
                onward = _after_cue(match, pattern)
            match = pattern.expression.search(text, onward)
        return text

    def _private_part(
        self, match: re.Match[str], pattern: Pattern, message: _Message
    ) -> numbers.Span:
        if not pattern.hides_a_part:
            return match.span()
        if not pattern.reader:
            return match.span("hidden")
        found = Found(match["hidden"], pattern.language, message.capitals_tell, message.languages)
        start, end = READERS[pattern.reader](found, self._knowledge)
        return match.start("hidden") + start, match.start("hidden") + end

    def _without_valid_phone_numbers(self, text: str) -> str:
        if len(_DIGIT.findall(text)) <= numbers.SHORTEST:
            return text
        for start, end in reversed(numbers.valid_phone_numbers(text, self._regions)):
            first, last = self._knowledge.help_numbers.private_part_of_valid(text[start:end])
            if first < last:
                text = text[: start + first] + PHONE + text[start + last :]
        return text


def _after_cue(match: re.Match[str], pattern: Pattern) -> int:
    """Where another cue may begin: the text that wasn't taken out may hold one."""
    hidden = match.start("hidden") if pattern.hides_a_part else match.start()
    return hidden if hidden > match.start() else match.end()


class _Message:
    """What the readers ask about the whole message, found out when it is asked."""

    def __init__(self, text: str, knowledge: Knowledge) -> None:
        self._text = text
        self._knowledge = knowledge

    @cached_property
    def capitals_tell(self) -> bool:
        """False Where Most Words Have A Capital Letter, as they then say nothing about names."""
        words = [word for word in _LETTERS.findall(self._text) if len(word) > 1]
        capitals = sum(map(is_capital, words))
        return len(words) < _FEW_WORDS or capitals <= _MOST_CAPITALS * len(words)

    @cached_property
    def languages(self) -> frozenset[str]:
        return self._knowledge.vocabulary.languages_of(self._text)
