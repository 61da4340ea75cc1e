"""The answer book as Rasa's response generator, named in endpoints.yml."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from beacon import metrics, project
from beacon.answers import hand_over
from beacon.answers.message import as_message
from beacon.answers.turn import Reply, Turn
from beacon.handover.record import key_of, record
from beacon.rasa import patches
from beacon.rasa.turns import turn_of
from beacon.register.text import payload
from beacon.understanding.contract import YES

# The channel of the chat page: its first screen asks for the age, and a person can write in it too.
PAGE = "web"


class AnswerBookGenerator(NaturalLanguageGenerator):
    """Gives every `utter_` action its words; nothing is called over the network."""

    def __init__(self, endpoint_config: EndpointConfig, domain: Domain) -> None:
        del endpoint_config, domain
        patches.apply()
        self._staff = project.staff()

    async def generate(
        self,
        utter_action: str,
        tracker: DialogueStateTracker,
        output_channel: str,
        **kwargs: Any,
    ) -> dict[str, Any] | None:
        """The reply to the tracker's latest message as a dictionary for the output channel."""
        del utter_action, output_channel, kwargs
        turn = turn_of(tracker)
        if tracker.get_latest_input_channel() == PAGE:
            turn = replace(turn, who=await self._staff.who(), asked_for_age=True)
        reply = project.composer().reply(turn)
        if reply.said.answer == hand_over.WANTED:
            reply = await self._hand_over(tracker, turn)
        return as_message(reply)

    async def _hand_over(self, tracker: DialogueStateTracker, turn: Turn) -> Reply:
        """Passes the conversation on; the reply says whether that was possible."""
        may_read = turn.intent == YES
        passed_on = record(
            key_of(tracker.sender_id),
            [event.as_dict() for event in tracker.events_after_latest_restart()],
            tracker.current_slot_values(),
            payload(project.composer().somebody_to_talk_to(turn)),
            may_read=may_read,
        )
        metrics.HAND_OVERS.labels("asked").inc()
        key = await self._staff.hand_over(passed_on)
        metrics.HAND_OVERS.labels("stored" if key else "failed").inc()
        return project.composer().handed_over(turn, key, may_read)
