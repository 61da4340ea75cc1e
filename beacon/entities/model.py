"""What a finder gives back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mention:
    """A value that a message states for one slot.

    `start` and `end` count characters of the message as it was given, so that
    `message[start:end] == text`. `confidence` is between 0 and 1.
    """

    entity: str
    value: str
    start: int
    end: int
    text: str
    confidence: float = 1.0
