"""What a message does in a talk, whatever it is about: its dialogue act.

That somebody was kind, that it got worse, that the writer waits: a listener reacts to this first.
Learned from data/acts.yml.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

FILE = Path("data") / "acts.yml"
SHOWS_DANGER = "danger"
# What is answered gladly, which hurts where it is a mistake.
GLAD = WAS_HELPED, GOOD_NEWS = ("was_helped", "good_news")
LABELS = (
    # Life or body is in danger, or may be.
    SHOWS_DANGER,
    # The bad thing itself is told, or a new fact of it; a detail of it.
    "tells_what_happened",
    "tells_more",
    # A person was kind, or has taken it over; something got better, or worse.
    WAS_HELPED,
    GOOD_NEWS,
    "bad_news",
    # Something sensible was done, or is about to be.
    "did_step",
    "plans_step",
    # Nothing can be done until something comes.
    "waits",
    # A feeling; a fear of what may come; why advice does not work.
    "feels_bad",
    "worries",
    "cannot",
    # A question; what was misunderstood; an everyday matter; the ends of a talk.
    "asks",
    "corrects",
    "aside",
    "thanks_bye",
    "hello",
)
# What tells of anything sad: beside good news, nobody should be glad.
SAD = (SHOWS_DANGER, "bad_news", "feels_bad", "worries")


def chance_sad(chances: Mapping[str, float]) -> float:
    """How likely the message tells of anything sad."""
    return sum(chances.get(act, 0.0) for act in SAD)
