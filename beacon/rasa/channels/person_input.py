"""A channel in which a person can take the chat over."""

from __future__ import annotations

import asyncio
import json
import logging
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint

from beacon import metrics, project
from beacon.answers.conversation import read_turn
from beacon.answers.turn import Turn
from beacon.answers.understood import Understood
from beacon.door.policy import POLICY
from beacon.door.rate import RateLimit
from beacon.handover.client import TALKING, WAITING
from beacon.handover.counting import KINDS_OF_PAGE, about_turn, kinds_of
from beacon.levels import Risk
from beacon.rasa.channels.door_input import (
    NOT_READ,
    TOO_FAST,
    BadRequestError,
    DoorInput,
    Incoming,
    known_slots,
)
from beacon.rasa.channels.once import replies_to
from beacon.rasa.channels.parsing import parse
from beacon.rasa.channels.person import Persons
from beacon.rasa.channels.routes import Body, add_json
from beacon.rasa.stores.chat_store import chats_of
from beacon.spelling import spellings_of
from beacon.understanding.contract import INFORM_COUNTRY
from beacon.understanding.parse_keys import RISK

logger = logging.getLogger(__name__)

Messages = list[dict[str, Any]]
# Phrases of the book: the numbers while a person has the chat, and what did not reach it.
NUMBERS_MEANWHILE = "hand_over_danger"
NOT_SENT = "hand_over_not_sent"
COUNTRY_CHOSEN = f"/{INFORM_COUNTRY}"
Known = Callable[[Body], Awaitable[str]]
ForPage = Callable[[str, Messages], Messages]


class PersonInput(DoorInput):
    """What is said goes to the bot, or past it to the person who has the chat.

    Both ways lead through the door; while a person has the chat the bot is silent, but it still
    looks for danger and tells the person.
    """

    def __init__(self) -> None:
        super().__init__()
        self._staff = project.staff()
        self.persons = Persons(self._staff)
        self.counting = project.counting()
        self._taps = RateLimit(POLICY.messages, POLICY.seconds, POLICY.conversations)
        self._under_way: set[asyncio.Task[None]] = set()

    async def answer_or_pass_on(self, agent: Any, incoming: Incoming) -> Messages:
        """What is said at once: by the bot, or nothing where a person has the chat."""
        tracker = await agent.tracker_store.retrieve(incoming.sender)
        if incoming.key and tracker and (earlier := replies_to(tracker, incoming.key)):
            return earlier
        self._recall(agent, incoming.sender, tracker)
        if await self.persons.refresh(incoming.sender) == TALKING:
            if incoming.offered:
                await _keep_country(agent, incoming)
                return []
            return await self._pass_on(agent, incoming)
        # By its key what is kept of the message is told from what is kept of those before it.
        incoming = replace(incoming, key=incoming.key or uuid.uuid4().hex)
        replies = await self.answer(agent, incoming)
        try:
            await self._follow(agent, incoming, replies)
        except Exception as error:
            # The answer is there: whatever goes wrong behind it must not keep it from the child.
            logger.error("After an answer: %s", type(error).__name__)
        return replies

    async def _follow(self, agent: Any, incoming: Incoming, replies: Messages) -> None:
        """What an answer leads to beside its words."""
        has_decided = self.persons.note(incoming.sender, replies)
        tracker = await _with_message(agent, incoming.sender)
        understood = _message_of(tracker, incoming) if tracker else None
        if tracker and understood:
            self._count(tracker, replies)
        is_read = not any(reply.get("answer") == TOO_FAST for reply in replies)
        is_told = is_read and not incoming.offered and not has_decided
        if is_told and self.persons.state(incoming.sender) == WAITING:
            self._let_follow(agent, incoming, understood)

    def _count(self, tracker: DialogueStateTracker, replies: Messages) -> None:
        """Counts what happened in the latest turn, without words or ids."""
        for kind in kinds_of(tracker.latest_message.parse_data, replies):
            self.counting.count(kind, _about(tracker))

    async def count_on_page(self, agent: Any, conversation: str, kind: Any) -> None:
        """Counts what was tapped. Raises BadRequestError for anything but the kinds of the page."""
        if kind not in KINDS_OF_PAGE:
            raise BadRequestError(f"kind is none of {', '.join(KINDS_OF_PAGE)}")
        tracker = await _with_message(agent, conversation)
        if tracker and await self._taps.allow(conversation, time.monotonic()):
            self.counting.count(str(kind), _about(tracker))

    def add_person(self, routes: Blueprint, known: Known, for_page: ForPage) -> None:
        """`POST /chat/person`, what the person wrote, `/chat/person/end`, and `/chat/event`.

        `known` gives the conversation of a body, or raises UnknownConversationError.
        """

        async def news(agent: Any, body: Body) -> Body:
            conversation, after = await known(body), body.get("after")
            since = after if isinstance(after, int) and after > 0 else 0
            tracker = await agent.tracker_store.retrieve(conversation)
            self._recall(agent, conversation, tracker)
            found = await self.persons.updates(conversation, since)
            closing = await self._closing(agent, conversation, found["ended"])
            return {**found, "closing": for_page(conversation, closing)}

        async def end(agent: Any, body: Body) -> Body:
            conversation = await known(body)
            ended = "child" if await self.end_talk(agent, conversation) else ""
            closing = await self._closing(agent, conversation, ended)
            return {"closing": for_page(conversation, closing)}

        async def event(agent: Any, body: Body) -> Body:
            await self.count_on_page(agent, await known(body), body.get("kind"))
            return {}

        for path, answer in {"person": news, "person/end": end, "event": event}.items():
            add_json(routes, f"/chat/{path}", answer)

    async def end_talk(self, agent: Any, conversation: str) -> bool:
        """The child ends the talk with a person; whether there was one."""
        tracker = await agent.tracker_store.retrieve(conversation)
        self._recall(agent, conversation, tracker)
        return self.persons.end(conversation)

    def _recall(self, agent: Any, conversation: str, tracker: DialogueStateTracker | None) -> None:
        """Another server may have begun the talk; as long as it lasts the chat is not over."""
        if tracker:
            said = [event.metadata for event in tracker.events if isinstance(event, BotUttered)]
            self.persons.recall(conversation, said)
        if self.persons.state(conversation):
            chats_of(agent.tracker_store).go_on(conversation)

    async def _closing(self, agent: Any, conversation: str, ended: str) -> Messages:
        """What is said once when a talk with a person is over: why, and numbers."""
        if not ended:
            return []
        turn = read_turn({}, await known_slots(agent, conversation))
        reply = self._composer.talk_over(ended, turn)
        return await self._say(conversation, reply)

    async def _pass_on(self, agent: Any, incoming: Incoming) -> Messages:
        if not await self._rate.allow(incoming.sender, time.monotonic()):
            return await self._say_numbers(agent, incoming, TOO_FAST)
        try:
            passed = self._door.open(incoming.text, offered=(), attachments=False)
            parsed = await parse(agent, UserMessage(passed.text))
        except Exception as error:
            logger.error("A message could not be passed on: %s", type(error).__name__)
            return await self._say_numbers(agent, incoming, NOT_SENT)
        policy = await self._staff.policy()
        sees_everything = bool(policy and policy.get("workers_see_everything"))
        text = incoming.text if sees_everything else passed.text
        notices = await self._notices(agent, incoming, passed)
        risk = Understood.of(parsed).raised_risk
        arrived = await self.persons.say(incoming.sender, text, risk.name, incoming.key)
        await _keep(agent, incoming.sender, risk)
        if not arrived:
            return notices + await self._say_numbers(agent, incoming, NOT_SENT, parsed)
        metrics.PASSED_ON.labels(risk.name).inc()
        if risk is Risk.emergency and self.persons.warns(incoming.sender):
            # Nobody knows how soon the person answers.
            notices += await self._say_why_and_numbers(agent, incoming, NUMBERS_MEANWHILE, parsed)
        return notices

    async def _turn_of(
        self, agent: Any, incoming: Incoming, message: Mapping[str, Any] = NOT_READ
    ) -> Turn:
        """While a person has the chat any alarm stands: the bot does not hear how it goes on."""
        if self.persons.state(incoming.sender) != TALKING:
            return await super()._turn_of(agent, incoming, message)
        slots = await known_slots(agent, incoming.sender)
        return read_turn(message, slots, hint=incoming.language)

    def _let_follow(self, agent: Any, incoming: Incoming, understood: UserUttered | None) -> None:
        """What the child tells the bot meanwhile follows the rest; the child does not wait for it.

        `understood` is None where the bot has failed over it.
        """
        if understood:
            text = understood.text or ""
            risk = Understood.of(understood.parse_data).raised_risk
        else:
            text, risk = self._door.open(incoming.text).text, None
        # What waits to be sent has passed the door.
        following = self._tell_staff(agent, replace(incoming, text=text), risk)
        task = asyncio.get_running_loop().create_task(following)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _tell_staff(self, agent: Any, passed: Incoming, risk: Risk | None) -> None:
        try:
            known = await _risk_of(agent, passed.text) if risk is None else risk
            await self.persons.follow(passed.sender, passed.text, known.name, passed.key or "")
        except Exception as error:
            logger.error("What a waiting child wrote has not followed: %s", type(error).__name__)


async def _keep(agent: Any, conversation: str, risk: Risk) -> None:
    """What goes past the bot raises the risk of the chat too: numbers follow when the talk ends."""
    if risk is not Risk.none:
        await _set(agent, conversation, RISK, risk.name, lambda before: risk > Risk.of(before))


async def _keep_country(agent: Any, tapped: Incoming) -> None:
    """The page shows help there itself; the numbers when the talk ends are to be of there too."""
    if not tapped.text.startswith(COUNTRY_CHOSEN + "{"):
        return
    country = json.loads(tapped.text.removeprefix(COUNTRY_CHOSEN))["country"]
    await _set(agent, tapped.sender, "country", country, lambda before: before != country)


async def _set(
    agent: Any, conversation: str, slot: str, value: str, is_new: Callable[[Any], bool]
) -> None:
    """Sets a slot past the bot, where what it holds says so."""
    try:
        async with agent.lock_store.lock(conversation):
            tracker = await agent.tracker_store.retrieve(conversation)
            if tracker and is_new(tracker.get_slot(slot)):
                tracker.update(SlotSet(slot, value))
                await agent.tracker_store.save(tracker)
    except Exception as error:
        logger.error("The %s of a chat could not be kept: %s", slot, type(error).__name__)


async def _with_message(agent: Any, conversation: str) -> DialogueStateTracker | None:
    """What is kept of the conversation, if something was said in it."""
    tracker = await agent.tracker_store.retrieve(conversation)
    return tracker if tracker and tracker.latest_message else None


def _message_of(tracker: DialogueStateTracker, incoming: Incoming) -> UserUttered | None:
    """The latest message, if it is this one: over another the bot failed, or it came too fast."""
    latest = tracker.latest_message
    return latest if (latest.metadata or {}).get("key") == incoming.key else None


async def _risk_of(agent: Any, text: str) -> Risk:
    """The risk of a message over which the bot has failed: where it fails again, by the phrases."""
    try:
        return Understood.of(await parse(agent, UserMessage(text))).raised_risk
    except Exception as error:
        logger.error("A message could not be understood: %s", type(error).__name__)
        matches = project.risk_patterns().matches(*spellings_of(text))
        return max((match.level for match in matches), default=Risk.none)


def _about(tracker: DialogueStateTracker) -> dict[str, Any]:
    return about_turn(tracker.current_slot_values(), tracker.latest_message.parse_data)
