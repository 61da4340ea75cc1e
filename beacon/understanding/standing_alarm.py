"""What a message says of an alarm that stands, as it was learned from data/standing_alarm.yml.

No list of phrases holds all the ways in which somebody says that the police are there, or that
nobody comes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FILE = Path("data") / "standing_alarm.yml"
# It goes on, or is not clearly over; help was called; it is there; all is safe; nothing of these.
LABELS = DANGER, CALLED, HERE, SAFE, NOTHING = ("danger", "called", "here", "safe", "nothing")


@dataclass(frozen=True)
class OfAlarm:
    """How likely a message says each of these; all are 0 where nothing has read it."""

    danger: float = 0.0
    called: float = 0.0
    here: float = 0.0
    safe: float = 0.0
    nothing: float = 0.0

    @classmethod
    def of(cls, chances: Mapping[str, float]) -> OfAlarm:
        """The chances by label; 0 where there is none."""
        return cls(**{label: chances.get(label, 0.0) for label in LABELS})

    @property
    def help_is_near(self) -> float:
        """That help was called, or is there."""
        return self.called + self.here

    @property
    def likeliest(self) -> str | None:
        """The label that is likeliest, if anything was read."""
        best = max(LABELS, key=lambda label: float(getattr(self, label)))
        return best if getattr(self, best) else None
