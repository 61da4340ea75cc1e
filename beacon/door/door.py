"""The door: every message passes here before it is classified, stored or logged."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from beacon.door.cleaning import clean
from beacon.door.policy import ELLIPSIS, POLICY, Policy
from beacon.door.redaction import PICTURE

COMMAND = "/"
_ROUNDS = 8
_CUT_NUMBER_AT_END = re.compile(r"[\d\s()+./-]+$")
_CUT_NUMBER_AT_BEGINNING = re.compile(r"^[\d\s()+./-]+")
_CUT_MARK = re.compile(r"\[[a-z ]{0,14}$")
_LONGEST_WORD = 40


class TextRedactor(Protocol):
    """What the door needs of a redactor."""

    def redact(self, text: str) -> str:
        """The text with marks in place of personal data."""


@dataclass(frozen=True)
class Passed:
    """What is left of a message.

    text: cleaned, redacted, at most `characters` of the policy, without "/" at its beginning;
        empty beside a payload.
    payload: a button's payload that the bot had offered, else None.
    picture: an attachment or a link to a picture was refused unseen.
    shortened: part of the text was left out.
    """

    text: str
    payload: str | None
    picture: bool
    shortened: bool


class Door:
    """Opens for one message at a time and keeps nothing of it."""

    def __init__(self, redactor: TextRedactor, policy: Policy = POLICY) -> None:
        self._redactor = redactor
        self._policy = policy

    def open(
        self, message: str, *, offered: Collection[str] = (), attachments: bool = False
    ) -> Passed:
        """What of `message` may go on; `offered` are the payloads of the buttons last shown."""
        bounded = self._bounded(message)
        cleaned = clean(bounded)
        payload = _accepted(message, cleaned, tuple(offered))
        if payload is not None:
            return Passed("", payload, attachments, False)
        text, shortened = self._settled(cleaned)
        picture = attachments or text.count(PICTURE) > cleaned.count(PICTURE)
        return Passed(text, None, picture, shortened or bounded != message)

    def _bounded(self, message: object) -> str:
        if not isinstance(message, str):
            return ""
        side = self._policy.looked_at
        if len(message) <= 2 * side:
            return message
        # Half a number would no longer be known as one.
        beginning = _CUT_NUMBER_AT_END.sub("", _without_last_word(message[:side]))
        end = _CUT_NUMBER_AT_BEGINNING.sub("", _without_first_word(message[-side:]))
        return beginning + ELLIPSIS + end

    def _settled(self, text: str) -> tuple[str, bool]:
        shortened = False
        for _ in range(_ROUNDS):
            plain = self._redactor.redact(_without_command(clean(text)))
            shortened = shortened or len(plain) > self._policy.characters
            settled = _without_command(clean(self._cut(plain)))
            if settled == text:
                break
            text = settled
        return text, shortened

    def _cut(self, text: str) -> str:
        if len(text) <= self._policy.characters:
            return text
        beginning = _CUT_MARK.sub("", _without_last_word(text[: self._policy.beginning]))
        end = _without_first_word(text[-self._policy.end :])
        return beginning.rstrip() + ELLIPSIS + end.lstrip()


def _accepted(message: str, cleaned: str, offered: tuple[str, ...]) -> str | None:
    """The payload as it was offered: cleaning may have changed its apostrophes."""
    if not cleaned.startswith(COMMAND):
        return None
    return next((typed for typed in (message, cleaned) if typed in offered), None)


def _without_command(text: str) -> str:
    return text.lstrip(COMMAND + " ") if text.startswith(COMMAND) else text


def _without_last_word(text: str) -> str:
    space = text.rfind(" ", len(text) - _LONGEST_WORD)
    return text if space < 0 else text[:space]


def _without_first_word(text: str) -> str:
    space = text.find(" ", 0, _LONGEST_WORD)
    return text if space < 0 else text[space:]
