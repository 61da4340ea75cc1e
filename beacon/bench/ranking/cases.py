"""The replies to a message that readers have judged, with what a ranking knows of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from beacon.answers.ranking import Features
from beacon.judged import GOOD

FOLLOW_UP, TO_ACT, ANSWER = "follow_up", "to_act", "answer"


@dataclass(frozen=True)
class Row:
    """One reply to one message: its kind and name, its features, and the verdict.

    It may be said only where the chance that it is good is `least` or more.
    """

    chat: str
    kind: str
    name: str
    features: Features
    verdict: str
    least: float = 0.0

    @property
    def is_good(self) -> bool:
        """Whether it was called good."""
        return self.verdict == GOOD


@dataclass(frozen=True)
class Case:
    """The judged replies to one message: follow-ups, the one to its act, its intent's answer.

    `verdict_then` is the verdict on the reply that the bot gave when the chat was written.
    """

    follow_ups: Sequence[Row] = ()
    to_act: Row | None = None
    answer: Row | None = None
    verdict_then: str | None = None
