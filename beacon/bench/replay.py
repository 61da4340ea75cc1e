"""Plays chats again without servers: what the bot knows of each message as the chat goes on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa.core.agent import Agent

from beacon.answers import Composer, Reply, Turn, roles
from beacon.answers.conversation import in_its_chat, read_history, read_turn
from beacon.answers.understood import Understood
from beacon.levels import ADULT
from beacon.rasa.slots import AgeBandSlot
from beacon.understanding.contract import LOOKED_UP, OF_ADULTS
from beacon.understanding.parse_keys import (
    ENTITIES,
    INTENT,
    INTENT_NAME,
    LANGUAGE,
    LANGUAGE_IS_SURE,
)


class Replay:
    """One chat with what the bot understands and answers.

    The slots are filled here as domain.yml says, for a chat without buttons. `reply` is the latest
    one.
    """

    reply: Reply

    def __init__(self, agent: Agent, composer: Composer) -> None:
        self._agent = agent
        self._composer = composer
        self._slots: dict[str, Any] = {}
        self._utterances: list[Mapping[str, Any]] = []
        self._bands: list[str] = []

    async def say(self, text: str) -> Turn:
        """Understands a message and answers it; the turn as it was understood."""
        parsed = await self._agent.parse_message(text)
        self._fill(parsed)
        turn = read_turn(parsed, self._slots, self._utterances)
        self._slots["risk"] = turn.highest_risk.name
        look_up = turn.intent in LOOKED_UP
        self.reply = self._composer.help(turn) if look_up else self._composer.reply(turn)
        self._utterances.append(self.reply.about())
        return turn

    def _fill(self, parsed: Mapping[str, Any]) -> None:
        for entity in parsed.get(ENTITIES) or ():
            if entity["entity"] == "country":
                self._slots["country"] = entity["value"]
            elif entity["entity"] == "age_band":
                self._note_age(entity["value"])
        if parsed[INTENT][INTENT_NAME] in OF_ADULTS:
            self._note_age(AgeBandSlot.BY_INTENT)
        if self._is_mistaken_for_an_adult(parsed):
            self._slots.pop("age_band")
            self._bands.clear()
        if parsed.get(LANGUAGE_IS_SURE):
            self._slots["language"] = parsed[LANGUAGE]

    def _note_age(self, band: str) -> None:
        self._bands.append(band)
        if band == AgeBandSlot.BY_INTENT:
            self._slots.setdefault("age_band", ADULT)
        else:
            self._slots["age_band"] = band

    def _is_mistaken_for_an_adult(self, parsed: Mapping[str, Any]) -> bool:
        if self._slots.get("age_band") != ADULT:
            return False
        history = read_history(self._utterances)
        understood = in_its_chat(Understood.of(parsed), self._slots, history)
        is_by_intent = self._bands == [AgeBandSlot.BY_INTENT]
        return roles.is_no_adult(understood, history, is_by_intent=is_by_intent)
