"""Finds help services."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import say, turn_of
from beacon import project, reloading


class ActionFindHelp(Action):
    """Says where to get help: in the child's country if it is known, across borders if not."""

    def __init__(self) -> None:
        """Reads the files now, and looks for changes from now on: the bot waits two seconds."""
        project.composer()
        reloading.begin()

    def name(self) -> str:
        """As domain.yml names it."""
        return "action_find_help"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """A country that is named afterwards is answered for the need that was asked for."""
        say(dispatcher, project.composer().help(turn_of(tracker)))
        return []
