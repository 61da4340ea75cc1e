"""A turn from the action server's tracker, and a reply through its dispatcher."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from beacon.answers.conversation import read_turn
from beacon.answers.message import as_message
from beacon.answers.turn import Reply, Turn


def turn_of(tracker: Tracker) -> Turn:
    """The turn that the tracker's latest message makes."""
    events = tracker.applied_events()
    utterances = (event.get("metadata") or {} for event in events if event["event"] == "bot")
    return read_turn(tracker.latest_message, tracker.current_slot_values(), utterances)


def say(dispatcher: CollectingDispatcher, reply: Reply) -> None:
    """Sends the reply."""
    message = as_message(reply)
    dispatcher.utter_message(
        text=message.pop("text"),
        buttons=message.pop("buttons", None),
        json_message=message.pop("custom", None),
        **message,
    )
