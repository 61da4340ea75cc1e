"""The door: every message passes here before it is classified, stored or logged."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from beacon.door.cleaning import clean
from beacon.door.policy import POLICY, Policy
from beacon.door.redaction import PICTURE
from beacon.door.shortening import Lengths, ends_of, shorten
from beacon.patterns import PatternBook
from beacon.risk import Match

COMMAND = "/"
_ROUNDS = 8
NO_PATTERNS: PatternBook[Match] = PatternBook([])


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

    def __init__(
        self,
        redactor: TextRedactor,
        policy: Policy = POLICY,
        patterns: PatternBook[Match] = NO_PATTERNS,
    ) -> None:
        """What fits the risk patterns is kept of a message that must be shortened."""
        self._redactor = redactor
        self._policy = policy
        self._patterns = patterns
        side = policy.looked_at
        # Twice the window, so that the redactor sees what stands around what is kept in the end.
        self._looked_at = Lengths(side, side, side, 2 * policy.window)
        self._passes = Lengths(policy.beginning, policy.end, policy.alarming, policy.window)

    def open(
        self, message: str, *, offered: Collection[str] = (), attachments: bool = False
    ) -> Passed:
        """What of `message` may go on; `offered` are the payloads of the buttons last shown."""
        bounded = self._bounded(message)
        cleaned = clean(bounded)
        payload = _accepted(message, cleaned, tuple(offered))
        if payload is not None:
            return Passed("", payload, attachments, False)
        looked_at = shorten(cleaned, self._looked_at, self._patterns)
        text, shortened = self._settled(looked_at)
        picture = attachments or text.count(PICTURE) > cleaned.count(PICTURE)
        return Passed(text, None, picture, shortened or looked_at != cleaned or bounded != message)

    def _bounded(self, message: object) -> str:
        return ends_of(message, self._policy.scanned) if isinstance(message, str) else ""

    def _settled(self, text: str) -> tuple[str, bool]:
        shortened = False
        for _ in range(_ROUNDS):
            plain = self._redactor.redact(_without_command(clean(text)))
            cut = shorten(plain, self._passes, self._patterns)
            shortened = shortened or cut != plain
            settled = _without_command(clean(cut))
            if settled == text:
                break
            text = settled
        return text, shortened


def _accepted(message: str, cleaned: str, offered: tuple[str, ...]) -> str | None:
    """The payload as it was offered: cleaning may have changed its apostrophes."""
    if not cleaned.startswith(COMMAND):
        return None
    return next((typed for typed in (message, cleaned) if typed in offered), None)


def _without_command(text: str) -> str:
    return text.lstrip(COMMAND + " ") if text.startswith(COMMAND) else text
