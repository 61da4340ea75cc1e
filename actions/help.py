"""Finds help services."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import say, turn_of
from beacon import project
from beacon.register.model import Need

NEED_OF_INTENT = {"ask_report": Need.REPORT, "ask_remove_image": Need.REMOVE}


class ActionFindHelp(Action):
    """Says where to get help: in the child's country if it is known, across borders if not."""

    def name(self) -> str:
        return "action_find_help"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Remembers the need, so that a country named afterwards is answered for it."""
        turn = turn_of(tracker)
        need = self._need(turn.intent, tracker.get_slot("need"))
        say(dispatcher, project.composer().help(turn, need))
        return [SlotSet("need", need.value)]

    @staticmethod
    def _need(intent: str, remembered: str | None) -> Need:
        if intent == "inform_country" and remembered:
            return Need(remembered)
        return NEED_OF_INTENT.get(intent, Need.TALK)
