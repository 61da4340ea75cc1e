"""A message that comes a second time, because its first answer was lost, is not handled again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, BotUttered, UserUtteranceReverted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from beacon.rasa.channels.parsing import parse
from beacon.rasa.messages import said_last
from beacon.rasa.stores.chat_store import chats_of

Reply = dict[str, Any]


async def handle_once(agent: Any, message: UserMessage) -> list[Reply]:
    """Has the agent handle the message; where a copy of it was first, gives what that was told.

    Only under the lock of the conversation can two copies that come together not both be new.
    """
    key: str | None = (message.metadata or {}).get("key")
    async with agent.lock_store.lock(message.sender_id):
        tracker = await agent.tracker_store.retrieve(message.sender_id) if key else None
        if key and tracker:
            if earlier := replies_to(tracker, key):
                return earlier
            take_back(tracker, key)
        try:
            message.parse_data = await parse(agent, message, tracker)
            await agent.processor.handle_message(message)
        except BaseException:
            # Whoever waits for an answer leaves, and the turn ends wherever it is.
            chats_of(agent.tracker_store).break_off(message.sender_id)
            raise
    return []


def replies_to(tracker: DialogueStateTracker, key: str) -> list[Reply]:
    """What the bot said to the message with that key; nothing where it has not answered it."""
    return [_reply(event) for event in _answers(tracker, key)]


def take_back(tracker: DialogueStateTracker, key: str) -> None:
    """Undoes the message with that key where it came last and has no answer.

    It was handled while the action server was away, and the numbers that its child was told in
    place of an answer never reached it: once more, it must not stand in the chat twice.
    """
    last = said_last(tracker)
    if isinstance(last, UserUttered) and (last.metadata or {}).get("key") == key:
        tracker.update(UserUtteranceReverted())
        tracker.update(ActionExecuted(ACTION_LISTEN_NAME))


def _answers(tracker: DialogueStateTracker, key: str) -> Iterator[BotUttered]:
    is_asked = False
    for event in tracker.events:
        if isinstance(event, UserUttered):
            is_asked = (event.metadata or {}).get("key") == key
        elif is_asked and isinstance(event, BotUttered):
            yield event


def _reply(event: BotUttered) -> Reply:
    content = {name: value for name, value in event.data.items() if value}
    return {"text": event.text, **(event.metadata or {}), **content}
