"""A channel behind the door: whatever comes in passes it, and nothing goes unanswered."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.channels.rest import RestInput
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker

from beacon import metrics, project
from beacon.answers.compose import Composer
from beacon.answers.conversation import read_turn
from beacon.answers.message import as_message
from beacon.answers.turn import Reply, Turn
from beacon.door.door import Door, Passed
from beacon.door.places import Places
from beacon.rasa.channels.once import handle_once
from beacon.rasa.messages import unanswered, utterances_of
from beacon.understanding.parse_keys import ENTITIES

logger = logging.getLogger(__name__)

PATIENCE = 8.0
# Turns that are worked on at once: with more, each would wait for all the others between any two
# of its own steps, and take a database that answers at once for one that is away.
AT_ONCE = 8
# Those that wait for that, and how many seconds: a second or two less than the page waits.
MOST_WAITING, WAITING = 400, 3.0
MOST_BYTES = 200_000
LONGEST_KEY = 64
NOT_READ: Mapping[str, Any] = {}
# The entities that fill a slot of the same name (domain.yml).
TOLD = ("country", "age_band")
# The phrase for a message that nothing has looked at, since too many came.
TOO_FAST = "too_fast"

Handler = Callable[[UserMessage], Awaitable[Any]]


class BadRequestError(Exception):
    """The body is not what the channel takes; the message says why."""


@dataclass(frozen=True)
class Incoming:
    """What a client sent, before the door.

    `offered` are the payloads that may be accepted; None stands for those of all buttons that
    the conversation has shown. `key` is the same when the same message is sent once more. `read` is
    what the bot had understood of it when it failed.
    """

    sender: str
    text: str
    attachments: bool = False
    language: str | None = None
    offered: Collection[str] | None = None
    key: str | None = None
    read: Mapping[str, Any] = field(default_factory=dict)


def json_object(body: bytes) -> dict[str, Any]:
    """The body of a request as a JSON object. Raises BadRequestError."""
    if len(body) > MOST_BYTES:
        raise BadRequestError(f"the body is larger than {MOST_BYTES} bytes")
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadRequestError("the body is not JSON") from error
    if not isinstance(content, dict):
        raise BadRequestError("the body is not a JSON object")
    return content


def message_key(value: Any) -> str | None:
    """What tells a message from any other, or None."""
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_KEY:
        return None
    return value if value.isascii() and value.isprintable() else None


def language_code(value: Any) -> str | None:
    """A language of two letters, or None."""
    is_code = isinstance(value, str) and len(value) == 2 and value.isascii() and value.isalpha()
    return value if is_code else None


class DoorInput(RestInput):
    """What the channels over HTTP share.

    Nothing that a child writes passes without the door, and no message is left without an answer:
    when anything behind the door fails, the numbers that work are said from here.
    """

    collector: ClassVar[type[CollectingOutputChannel]] = CollectingOutputChannel

    def __init__(self) -> None:
        super().__init__()
        project.parts().make("door", "composer")
        self._rate = project.rate_limit()
        self._places = Places(AT_ONCE, MOST_WAITING, WAITING)

    @property
    def _door(self) -> Door:
        return project.door()

    @property
    def _composer(self) -> Composer:
        return project.composer()

    async def answer(self, agent: Any, incoming: Incoming) -> list[dict[str, Any]]:
        """What the bot says to one incoming message; never nothing, and it never raises.

        Rasa's own handler does the same, but could not see under the lock that a message is a copy.
        """
        with metrics.measured_turn(self.name()) as turn:
            replies = await self._answer(agent, incoming)
            turn.replied(replies, project.register())
        return replies

    async def _answer(self, agent: Any, incoming: Incoming) -> list[dict[str, Any]]:
        if not await self._rate.allow(incoming.sender, time.monotonic()):
            return await self._say_numbers(agent, incoming, TOO_FAST)
        try:
            offered = await _offered(agent, incoming)
            passed = self._door.open(
                incoming.text, offered=offered, attachments=incoming.attachments
            )
        except Exception as error:
            logger.error("A message could not pass the door: %s", type(error).__name__)
            return await self._say_numbers(agent, incoming)
        notices = await self._notices(agent, incoming, passed)
        if notices and not _has_words(passed):
            return notices
        return notices + await self._handle(agent, incoming, passed)

    async def _handle(self, agent: Any, incoming: Incoming, passed: Passed) -> list[dict[str, Any]]:
        collector = self.collector()
        message = UserMessage(
            passed.payload or passed.text,
            collector,
            incoming.sender,
            input_channel=self.name(),
            metadata={"door": True, "language": incoming.language, "key": incoming.key},
        )
        try:
            async with self._places.one():
                earlier = await asyncio.wait_for(handle_once(agent, message), PATIENCE)
            if earlier:
                return earlier
        except Exception as error:
            # The message of the error may hold words of the child's: only its kind is logged.
            logger.error("A message could not be handled: %s", type(error).__name__)
        if not collector.messages:
            read = replace(incoming, read=message.parse_data or NOT_READ)
            return await self._say_numbers(agent, read)
        return list(collector.messages)

    async def _notices(
        self, agent: Any, incoming: Incoming, passed: Passed
    ) -> list[dict[str, Any]]:
        if not passed.picture:
            return []
        turn = await self._turn_of(agent, incoming)
        return await self._say(incoming.sender, self._composer.notice(turn, "picture_refused"))

    async def _say_numbers(
        self,
        agent: Any,
        incoming: Incoming,
        phrase: str = "service_down",
        message: Mapping[str, Any] = NOT_READ,
    ) -> list[dict[str, Any]]:
        """Numbers in place of an answer; `message` is what was understood, if anything was."""
        metrics.last_resort(phrase)
        return await self._say_why_and_numbers(agent, incoming, phrase, message)

    async def _say_why_and_numbers(
        self, agent: Any, incoming: Incoming, phrase: str, message: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        turn = await self._turn_of(agent, incoming, message)
        return await self._say(incoming.sender, self._composer.last_resort(turn, phrase))

    async def _turn_of(
        self, agent: Any, incoming: Incoming, message: Mapping[str, Any] = NOT_READ
    ) -> Turn:
        """The turn of a message that is not answered: what is known from those before it.

        In place of one that was not read stands the latest to which nothing was said: the bot may
        have failed after it had understood. A turn that was broken off has left nothing to read.
        """
        tracker = await _known(agent, incoming.sender)
        if tracker is None:
            read = message or incoming.read
            return read_turn(read, _told_in(read), hint=incoming.language)
        slots, utterances = tracker.current_slot_values(), utterances_of(tracker)
        read = message or unanswered(tracker) or incoming.read
        return read_turn(read, slots, utterances, incoming.language)

    async def _say(self, sender: str, reply: Reply) -> list[dict[str, Any]]:
        collector = self.collector()
        await collector.send_response(sender, as_message(reply))
        return list(collector.messages)


def _told_in(read: Mapping[str, Any]) -> dict[str, str]:
    """What a message tells of the child, where no slot has been kept."""
    entities = read.get(ENTITIES) or ()
    return {each["entity"]: each["value"] for each in entities if each["entity"] in TOLD}


def _has_words(passed: Passed) -> bool:
    words = passed.text.replace("[picture link]", "").strip()
    return bool(passed.payload or words)


async def _offered(agent: Any, incoming: Incoming) -> Collection[str]:
    """The payloads of the buttons that the bot has shown in this conversation."""
    if incoming.offered is not None:
        return incoming.offered
    if not incoming.text.lstrip().startswith("/"):
        return []
    tracker = await agent.tracker_store.retrieve(incoming.sender)
    if tracker is None:
        return []
    shown = (event.data.get("buttons") for event in tracker.events if isinstance(event, BotUttered))
    return [button["payload"] for buttons in shown for button in buttons or []]


async def known_slots(agent: Any, sender: str) -> dict[str, Any]:
    """What the conversation knows of the child; nothing where it can't be read."""
    tracker = await _known(agent, sender)
    return dict(tracker.current_slot_values()) if tracker else {}


async def _known(agent: Any, sender: str) -> DialogueStateTracker | None:
    try:
        tracker: DialogueStateTracker | None = await agent.tracker_store.retrieve(sender)
    except Exception:
        return None
    return tracker
