"""A call to the action server that is quick, and holds no word of the child's."""

from __future__ import annotations

import asyncio
import functools
from typing import Any

import rasa
from jsonschema import Draft202012Validator
from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException
from rasa.shared.nlu.constants import ENTITIES, INTENT

from beacon.rasa.messages import parsed_latest, slots_before, utterances_of
from beacon.understanding.parse_keys import (
    ACTS,
    CALMED,
    DANGER,
    DOUBT,
    FEELINGS,
    GOES_ON,
    HINT,
    LEADS_AFTER,
    LED,
    LED_IN_DOUBT,
    LIKE,
    OF_ADULT,
    OF_CASE,
    OTHERWISE,
    RISK,
    SAYS,
    UNSAYS,
    WRITERS,
)

# What was understood of the latest message; its text is not among it.
UNDERSTOOD = (
    ACTS,
    INTENT,
    ENTITIES,
    RISK,
    DOUBT,
    OTHERWISE,
    HINT,
    SAYS,
    UNSAYS,
    GOES_ON,
    LEADS_AFTER,
    LED,
    LED_IN_DOUBT,
    LIKE,
    OF_ADULT,
    OF_CASE,
    CALMED,
    DANGER,
    FEELINGS,
    WRITERS,
)
# Seconds; a look-up takes a few milliseconds. Rasa would wait for five minutes.
PATIENCE = 2.0


class QuickRemoteAction(RemoteAction):
    """Sends slots, what was understood, and which answers were given; Rasa's sends the whole chat.

    With every answer Rasa's also checks its own schema, which takes twice as long as all the rest
    of a look-up.
    """

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        """What the action says and sets. Raises RasaException, also where it takes too long."""
        asking = super().run(output_channel, nlg, tracker, domain)
        try:
            events: list[Event] = await asyncio.wait_for(asking, PATIENCE)
        except TimeoutError:
            raise RasaException(f"{self.name()} has not answered in {PATIENCE} s") from None
        return events

    def _action_call_format(self, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
        """The body of the request, in the form that rasa_sdk reads."""
        del domain
        parsed = parsed_latest(tracker)
        return {
            "next_action": self.name(),
            "sender_id": tracker.sender_id,
            "version": rasa.__version__,
            "tracker": {
                "sender_id": tracker.sender_id,
                "slots": slots_before(tracker),
                "latest_message": {name: parsed[name] for name in UNDERSTOOD if name in parsed},
                "latest_action_name": tracker.latest_action_name,
                "events": [
                    {"event": BotUttered.type_name, "metadata": metadata}
                    for metadata in utterances_of(tracker)
                ],
            },
        }

    def _validate_action_result(self, result: dict[str, Any]) -> bool:
        """True for a good answer. Raises ValidationError, with Rasa's words, for a bad one."""
        return validator().is_valid(result) or super()._validate_action_result(result)


@functools.cache
def validator() -> Draft202012Validator:
    """Rasa's schema of an answer, ready to check."""
    return Draft202012Validator(RemoteAction.action_response_format_spec())
