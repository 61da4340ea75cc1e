"""The classroom's channel: a teacher plays scripted chats on the real bot before a class."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from beacon import project, reloading
from beacon.answers.turn import Button
from beacon.answers.understood import Understood
from beacon.lessons import Asked, Scenario
from beacon.lessons.explanation import explain
from beacon.levels import YOUNG_BANDS, Risk
from beacon.rasa.channels.door_input import (
    BadRequestError,
    DoorInput,
    Handler,
    Incoming,
    message_key,
)
from beacon.rasa.channels.routes import Body, add_headers, add_json
from beacon.rasa.channels.web import PageCollector
from beacon.rasa.messages import said_last
from beacon.rasa.stores.chat_store import chats_of
from beacon.understanding.contract import (
    FALLBACK,
    INFORM_AGE,
    INFORM_COUNTRY,
    INSULT,
    OUT_OF_SCOPE,
    SEXUAL_TO_BOT,
)
from beacon.understanding.parse_keys import INTENT, INTENT_NAME
from beacon.web.classroom import ClassroomPages
from beacon.web.headers import security_headers
from beacon.web.message import page_message

# Harmless to a pupil, but nothing to read out before a class; nor is what nobody understood.
NOT_FOR_THE_WALL = frozenset({INSULT, SEXUAL_TO_BOT, FALLBACK})


class ClassroomInput(DoorInput):
    """`/classroom`, its pages, and `POST /classroom/start`, `step`, `say` and `end`.

    What is typed before a class is shown again only where the bot is sure that there is no risk in
    it. Otherwise the wall shows where to talk in private, and the conversation is forgotten.
    """

    collector = PageCollector

    def __init__(self) -> None:
        super().__init__()
        self._lessons = project.lessons()
        project.parts().make("classroom_pages")
        self._headers = security_headers(project.site())
        self._conversations = project.conversations()

    @classmethod
    def name(cls) -> str:
        """The channel's name in credentials.yml and in every tracker."""
        return "classroom"

    @classmethod
    def url_prefix(cls) -> str:
        """Its routes begin there."""
        return "/classroom"

    @staticmethod
    def _pages() -> ClassroomPages:
        return project.parts().classroom_pages

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """The routes of the channel."""
        del on_new_message
        routes = Blueprint("beacon_classroom")
        routes.after_server_start(reloading.begin)
        self._add_pages(routes)
        for path, answer in {
            "start": self._start,
            "step": self._step,
            "say": self._say_on_the_wall,
            "end": self._end,
        }.items():
            add_json(routes, f"/{path}", answer)
        add_headers(routes, self._headers)
        return routes

    def _add_pages(self, routes: Blueprint) -> None:
        @routes.get("/", name="home")
        @routes.get("/<path:path>", name="page")
        async def page(request: Request, path: str = "") -> HTTPResponse:
            shown = self._pages().render(path.strip("/"), request.args.get("country"))
            if shown is None:
                return response.html(self._pages().missing(), status=404)
            return response.html(shown)

    async def _start(self, agent: Any, body: Body) -> Body:
        """A conversation with somebody of the band, in the country where one is named."""
        band, country = body.get("band"), body.get("country")
        if band not in YOUNG_BANDS:
            raise BadRequestError(f"band is none of {', '.join(YOUNG_BANDS)}")
        conversation = self._conversations.new()
        told = [Button("", INFORM_AGE, {"age_band": band})]
        if isinstance(country, str) and country in project.register().countries:
            told.append(Button("", INFORM_COUNTRY, {"country": country}))
        for fact in told:
            incoming = Incoming(conversation, fact.payload, offered=(fact.payload,))
            await self.answer(agent, incoming)
        return {"conversation": conversation}

    async def _step(self, agent: Any, body: Body) -> Body:
        """What the bot says to the question in that step of the scenario."""
        conversation = await self._conversation(body)
        asked = self._asked(body)
        incoming = Incoming(conversation, asked.words, offered=(), key=_key(body))
        replies, message, slots = await self._handled(agent, incoming)
        return self._shown(replies, message or {}, slots)

    async def _say_on_the_wall(self, agent: Any, body: Body) -> Body:
        """What the bot says to words typed before the class, or where to talk in private."""
        conversation = await self._conversation(body)
        text = body.get("text")
        if not isinstance(text, str) or not text.strip():
            raise BadRequestError("there is no text")
        incoming = Incoming(conversation, text, offered=(), key=_key(body))
        replies, message, slots = await self._handled(agent, incoming)
        if message is None or not may_be_shown(message):
            await self._forget(agent, conversation)
            return {"private": True}
        text = message["text"] if may_be_repeated(message) else None
        return {"private": False, "text": text, **self._shown(replies, message, slots)}

    async def _end(self, agent: Any, body: Body) -> Body:
        await self._forget(agent, await self._conversation(body))
        return {}

    async def _handled(
        self, agent: Any, incoming: Incoming
    ) -> tuple[list[Body], Body | None, Mapping[str, Any]]:
        """The replies, the message as it was understood (None where it was not), the slots."""
        before = _messages(await agent.tracker_store.retrieve(incoming.sender))
        replies = await self.answer(agent, incoming)
        tracker = await agent.tracker_store.retrieve(incoming.sender)
        slots = tracker.current_slot_values() if tracker else {}
        if tracker is None or not _is_answered(tracker):
            return replies, None, slots
        # "Start again" leaves no message, not even itself.
        if not _is_latest(tracker, incoming) and _messages(tracker) >= before:
            return replies, None, slots
        return replies, tracker.latest_message.parse_data, slots

    def _shown(self, replies: list[Body], message: Body, slots: Mapping[str, Any]) -> Body:
        return {
            "messages": [page_message(reply, _no_token) for reply in replies],
            "why": explain(message, slots, replies[-1]),
        }

    async def _conversation(self, body: Body) -> str:
        conversation = await self._conversations.open_one(body.get("conversation"))
        if conversation is None:
            raise BadRequestError("unknown conversation")
        return conversation

    def _asked(self, body: Body) -> Asked:
        scenario, number = self._lessons.scenarios.get(str(body.get("scenario"))), body.get("step")
        step = _step_of(scenario, number)
        if not isinstance(step, Asked):
            raise BadRequestError("that step is no question to Beacon")
        return step

    async def _forget(self, agent: Any, conversation: str) -> None:
        self._conversations.forget(conversation)
        await chats_of(agent.tracker_store).forget(conversation)


def may_be_shown(message: Mapping[str, Any]) -> bool:
    """Whether typed words may stand on the wall: without risk, and surely understood."""
    intent = (message.get(INTENT) or {}).get(INTENT_NAME)
    return Understood.of(message).risk is Risk.none and intent not in NOT_FOR_THE_WALL


def may_be_repeated(message: Mapping[str, Any]) -> bool:
    """Whether the words themselves may stand there: what is about something else has no business
    on the wall, and may be something that the bot did not understand.
    """
    return (message.get(INTENT) or {}).get(INTENT_NAME) != OUT_OF_SCOPE


def _key(body: Body) -> str:
    """By its key a message is known when it comes once more; one without is like no other."""
    return message_key(body.get("key")) or uuid.uuid4().hex


def _no_token(payload: str) -> str:
    """Nobody taps on the wall: its buttons lead nowhere."""
    del payload
    return ""


def _step_of(scenario: Scenario | None, number: Any) -> object:
    is_number = isinstance(number, int) and not isinstance(number, bool)
    if scenario is None or not is_number or not 0 <= number < len(scenario.steps):
        raise BadRequestError("there is no such step")
    return scenario.steps[number]


def _messages(tracker: DialogueStateTracker | None) -> int:
    events = tracker.events if tracker else ()
    return sum(isinstance(event, UserUttered) for event in events)


def _is_latest(tracker: DialogueStateTracker, incoming: Incoming) -> bool:
    """Whether the latest message is this one, or a copy of it that was first."""
    return (tracker.latest_message.metadata or {}).get("key") == incoming.key


def _is_answered(tracker: DialogueStateTracker) -> bool:
    """Whether the bot itself spoke after the latest message, not the last resort in its place."""
    return isinstance(said_last(tracker), BotUttered)
