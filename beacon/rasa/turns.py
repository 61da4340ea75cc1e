"""The turn that a tracker's latest message makes."""

from __future__ import annotations

from rasa.shared.core.trackers import DialogueStateTracker

from beacon.answers import Turn
from beacon.answers.conversation import read_turn
from beacon.rasa.messages import parsed_latest, slots_before, utterances_of


def turn_of(tracker: DialogueStateTracker) -> Turn:
    """The latest message as it is meant in this chat."""
    return read_turn(parsed_latest(tracker), slots_before(tracker), utterances_of(tracker))
