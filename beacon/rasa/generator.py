"""The answer book as Rasa's response generator, named in endpoints.yml."""

from __future__ import annotations

from typing import Any

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from beacon import project
from beacon.answers.conversation import read_turn
from beacon.answers.message import as_message
from beacon.answers.turn import Turn


class AnswerBookGenerator(NaturalLanguageGenerator):
    """Gives every `utter_` action its words; nothing is called over the network."""

    def __init__(self, endpoint_config: EndpointConfig, domain: Domain) -> None:
        del endpoint_config, domain
        self._composer = project.composer()

    async def generate(
        self,
        utter_action: str,
        tracker: DialogueStateTracker,
        output_channel: str,
        **kwargs: Any,
    ) -> dict[str, Any] | None:
        """The reply to the tracker's latest message as a dictionary for the output channel."""
        del utter_action, output_channel, kwargs
        return as_message(self._composer.reply(turn_of(tracker)))


def turn_of(tracker: DialogueStateTracker) -> Turn:
    """The turn that the tracker's latest message makes."""
    latest = tracker.latest_message
    message = {**latest.parse_data, "intent": latest.intent} if latest else {}
    events = tracker.events_after_latest_restart()
    utterances = (event.metadata for event in events if isinstance(event, BotUttered))
    return read_turn(message, tracker.current_slot_values(), utterances)
