"""How the writer of a message is, beside what happened or what is asked.

Each label but the last is a topic of answers/topics, and has its words in
answers/en/acknowledgements.yml. Learned from data/feelings.yml.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from beacon.understanding.belief import likeliest

FILE = Path("data") / "feelings.yml"
NEITHER = "neither"
# The wish to be gone, which may be one to die.
WANTS_TO_VANISH = "wants_to_vanish"
FEELINGS = (
    WANTS_TO_VANISH,
    "panics",
    "cries",
    "not_eating_or_sleeping",
    "ashamed",
    "scared",
    "angry",
    "numb",
    "sad",
    "alone_with_it",
)
# A message that says no feeling of its writer's own, now.
LABELS = (*FEELINGS, NEITHER)
# From this chance on a feeling is said; docs/model-card.md tells how it was chosen.
SURE_FEELING = 0.5


def surely(chances: Mapping[str, float]) -> str | None:
    """The feeling that the message surely tells of, if any."""
    feeling = likeliest(chances)
    return feeling if feeling in FEELINGS and chances[feeling] >= SURE_FEELING else None
