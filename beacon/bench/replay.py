"""Plays chats again without servers: what the bot knows of each message, as the chat went on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rasa.core.agent import Agent

from beacon.answers import Composer, Turn
from beacon.answers.conversation import read_turn
from beacon.answers.roles import OF_ADULTS
from beacon.levels import ADULT

# By which action a turn of these intents is answered (actions/), not by the answer book.
LOOKED_UP = frozenset({"ask_helpline", "inform_country"})


class Replay:
    """One chat on the bot's own understanding and answers.

    The slots are filled here as domain.yml says it, for a chat without buttons.
    """

    def __init__(self, agent: Agent, composer: Composer) -> None:
        self._agent = agent
        self._composer = composer
        self._slots: dict[str, Any] = {}
        self._utterances: list[Mapping[str, Any]] = []

    async def say(self, text: str, before_reply: Callable[[], None] = lambda: None) -> Turn:
        """Understands a message and answers it; the turn as it was understood."""
        parsed = await self._agent.parse_message(text)
        self._fill(parsed)
        turn = read_turn(parsed, self._slots, self._utterances)
        self._slots["risk"] = turn.highest_risk.name
        before_reply()
        look_up = turn.intent in LOOKED_UP
        reply = self._composer.help(turn) if look_up else self._composer.reply(turn)
        self._utterances.append(reply.about())
        return turn

    def _fill(self, parsed: Mapping[str, Any]) -> None:
        for entity in parsed.get("entities") or ():
            if entity["entity"] in ("country", "age_band"):
                self._slots[entity["entity"]] = entity["value"]
        if parsed["intent"]["name"] in OF_ADULTS:
            self._slots.setdefault("age_band", ADULT)
        if parsed.get("language_is_sure"):
            self._slots["language"] = parsed["language"]
