"""A tracker that is copied as it stands, not by playing the whole conversation again."""

from __future__ import annotations

import copy
from typing import Any

from rasa.shared.core.trackers import DialogueStateTracker

STATE = (
    "_paused",
    "followup_action",
    "latest_action",
    "latest_message",
    "latest_bot_utterance",
    "active_loop",
)


class QuickTracker(DialogueStateTracker):
    """Rasa copies the tracker for every action; its own copy takes longer with every turn.

    `known` is what a store knows of the tracker; no copy has it.
    """

    known: Any = None

    def copy(self) -> DialogueStateTracker:
        """A tracker in the same state, with the same events; what is said to it stays in it."""
        clone: DialogueStateTracker = self.init_copy()
        clone.events = copy.copy(self.events)
        clone.slots = {name: copy.copy(slot) for name, slot in self.slots.items()}
        for name in STATE:
            setattr(clone, name, copy.copy(getattr(self, name)))
        return clone


def quicken(tracker: DialogueStateTracker) -> None:
    """Makes a tracker quick to copy. Rasa's wrapper of a tracker store makes new ones itself."""
    if type(tracker) is DialogueStateTracker:
        tracker.__class__ = QuickTracker
