"""A channel in which a person can take the chat over."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from beacon import project
from beacon.door.policy import POLICY
from beacon.door.rate import RateLimit
from beacon.handover.counting import KINDS_OF_PAGE, about_turn, kinds_of
from beacon.rasa.door_input import BadRequestError, DoorInput, Handler, Incoming, json_object
from beacon.rasa.person import TALKING, WAITING, Persons

logger = logging.getLogger(__name__)

Messages = list[dict[str, Any]]
Known = Callable[[dict[str, Any]], str]
ForPage = Callable[[str, Messages], Messages]


class UnknownConversationError(Exception):
    """The conversation is over, or never was."""


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
        self._under_way: set[asyncio.Task[bool]] = set()

    async def answer_or_pass_on(
        self, agent: Any, on_new_message: Handler, incoming: Incoming
    ) -> Messages:
        """What is said at once: by the bot, or nothing where a person has the chat."""
        typed = not incoming.offered
        if await self.persons.refresh(incoming.sender) == TALKING:
            return await self._pass_on(agent, incoming) if typed else []
        replies = await self.answer(agent, on_new_message, incoming)
        self.persons.note(incoming.sender, replies)
        await self.count(agent, incoming.sender, replies)
        if typed and self.persons.state(incoming.sender) == WAITING:
            await self._let_follow(agent, incoming.sender)
        return replies

    async def count(self, agent: Any, conversation: str, replies: Messages) -> None:
        """Counts what happened in the latest turn, without words or ids."""
        tracker = await agent.tracker_store.retrieve(conversation)
        if tracker is None or tracker.latest_message is None:
            return
        message = tracker.latest_message.parse_data or {}
        about = about_turn(tracker.current_slot_values(), message)
        for kind in kinds_of(message, replies):
            self.counting.count(kind, about)

    async def count_on_page(self, agent: Any, conversation: str, kind: Any) -> None:
        """Counts what was tapped. Raises BadRequestError for anything but the kinds of the page."""
        if kind not in KINDS_OF_PAGE:
            raise BadRequestError(f"kind is none of {', '.join(KINDS_OF_PAGE)}")
        tracker = await agent.tracker_store.retrieve(conversation)
        if tracker and tracker.latest_message and self._taps.allow(conversation, time.monotonic()):
            message = tracker.latest_message.parse_data or {}
            self.counting.count(str(kind), about_turn(tracker.current_slot_values(), message))

    def add_person(self, routes: Blueprint, known: Known, for_page: ForPage) -> None:
        """`POST /chat/person`, what the person wrote, `/chat/person/end`, and `/chat/event`.

        `known` gives the conversation of a body, or raises UnknownConversationError.
        """

        async def news(agent: Any, conversation: str, body: dict[str, Any]) -> dict[str, Any]:
            after = body.get("after")
            since = after if isinstance(after, int) and after > 0 else 0
            found = await self.persons.updates(conversation, since)
            closing = await self._closing(agent, conversation, found["ended"])
            return {**found, "closing": for_page(conversation, closing)}

        async def end(agent: Any, conversation: str, body: dict[str, Any]) -> dict[str, Any]:
            del body
            ended = "child" if self.persons.end(conversation) else ""
            closing = await self._closing(agent, conversation, ended)
            return {"closing": for_page(conversation, closing)}

        async def event(agent: Any, conversation: str, body: dict[str, Any]) -> dict[str, Any]:
            await self.count_on_page(agent, conversation, body.get("kind"))
            return {}

        paths = {"/chat/person": news, "/chat/person/end": end, "/chat/event": event}
        for path, what in paths.items():
            self._add(routes, path, known, what)

    @staticmethod
    def _add(routes: Blueprint, path: str, known: Known, what: Callable[..., Any]) -> None:
        @routes.post(path, name=path.strip("/").replace("/", "_"))
        async def receive(request: Request) -> HTTPResponse:
            try:
                body = json_object(request.body)
                return response.json(await what(request.app.ctx.agent, known(body), body))
            except BadRequestError as problem:
                return response.json({"error": str(problem)}, status=400)
            except UnknownConversationError:
                return response.json({"error": "unknown conversation"}, status=404)

    async def _closing(self, agent: Any, conversation: str, ended: str) -> Messages:
        """What is said once when a talk with a person is over: why, and numbers."""
        if not ended:
            return []
        tracker = await agent.tracker_store.retrieve(conversation)
        slots = tracker.current_slot_values() if tracker else {}
        reply = self._composer.talk_over(ended, slots.get("country"), slots.get("age_band"))
        return await self._say(conversation, reply)

    async def _pass_on(self, agent: Any, incoming: Incoming) -> Messages:
        if not self._rate.allow(incoming.sender, time.monotonic()):
            return await self._say_numbers(agent, incoming.sender, "too_fast")
        try:
            passed = self._door.open(incoming.text, offered=(), attachments=False)
            parsed = await agent.parse_message(passed.text)
        except Exception as error:
            logger.error("A message could not be passed on: %s", type(error).__name__)
            return await self._say_numbers(agent, incoming.sender, "hand_over_not_sent")
        policy = await self._staff.policy()
        sees_everything = bool(policy and policy.get("workers_see_everything"))
        text = incoming.text if sees_everything else passed.text
        notices = await self._notices(incoming.sender, passed)
        if await self.persons.say(incoming.sender, text, _risk(parsed)):
            return notices
        return notices + await self._say_numbers(agent, incoming.sender, "hand_over_not_sent")

    async def _let_follow(self, agent: Any, conversation: str) -> None:
        """What the child tells the bot meanwhile follows the rest, if that may be read."""
        tracker = await agent.tracker_store.retrieve(conversation)
        if not self.persons.may_pass_on(conversation) or tracker is None:
            return
        latest = tracker.latest_message
        said = self.persons.say(conversation, latest.text or "", _risk(latest.parse_data))
        task = asyncio.get_running_loop().create_task(said)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)


def _risk(parsed: Any) -> str:
    return str((parsed.get("risk") or {}).get("level") or "none")
