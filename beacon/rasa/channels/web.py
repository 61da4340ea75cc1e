"""The chat page's channel: it serves the pages and the chat from the port of the bot."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from beacon import project, reloading
from beacon.answers.turn import Button
from beacon.levels import BANDS, DEFAULT_BAND
from beacon.rasa.channels.door_input import (
    BadRequestError,
    Handler,
    Incoming,
    language_code,
    message_key,
)
from beacon.rasa.channels.person_input import PersonInput
from beacon.rasa.channels.routes import Body, UnknownConversationError, add_headers, add_json
from beacon.rasa.stores.chat_store import chats_of
from beacon.understanding.contract import (
    ASK_HELPLINE,
    ASK_ONLINE_STRANGER,
    ASK_PRESSURE,
    ASK_SHOULD_I_SHARE,
    IMAGE_SHARED,
    INFORM_AGE,
    INFORM_COUNTRY,
    MENU,
    REQUEST_HUMAN,
    SEXTORTION,
    SIMPLER,
    START_QUIZ,
)
from beacon.web.assets import Asset
from beacon.web.headers import (
    demo_headers,
    embed_script_headers,
    security_headers,
    static_headers,
)
from beacon.web.message import page_message

STATIC = project.ROOT / "web" / "static"
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
ACTIONS = {
    "simpler": SIMPLER,
    "person": REQUEST_HUMAN,
    "menu": MENU,
    "skip_age": MENU,
}
TOPICS = (
    ASK_SHOULD_I_SHARE,
    ASK_PRESSURE,
    IMAGE_SHARED,
    SEXTORTION,
    ASK_ONLINE_STRANGER,
    ASK_HELPLINE,
    START_QUIZ,
)


class PageCollector(CollectingOutputChannel):
    """Collects whole replies, so that the page can put services among the words."""

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keeps the reply as it is."""
        del recipient_id
        self.messages.append(message)


class WebInput(PersonInput):
    """`/` and what belongs to it: pages, their files, `POST /chat/start`, `message` and `end`.

    A conversation has an id that the server makes up, and buttons are tokens of that
    conversation: no payload of Rasa's comes in from a browser.
    """

    collector = PageCollector

    def __init__(self) -> None:
        super().__init__()
        project.parts().make("pages", "languages", "helplines")
        self._headers = security_headers(project.site())
        self._conversations = project.conversations()
        self._assets = _assets()

    @classmethod
    def name(cls) -> str:
        """The channel's name in credentials.yml and in every tracker."""
        return "web"

    @classmethod
    def url_prefix(cls) -> str:
        """Its routes begin at the root."""
        return "/"

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """The routes of the channel."""
        del on_new_message
        routes = _RootBlueprint("beacon_web", self)
        routes.before_server_start(_connect)
        routes.before_server_stop(_finish)
        routes.after_server_start(reloading.begin)
        self._add_pages(routes)
        self._add_chat(routes)
        add_headers(routes, self._headers)
        return routes

    def home(self, request: Request) -> HTTPResponse:
        """The chat page."""
        del request
        return response.html(project.pages().chat(), headers=self._headers)

    def _add_pages(self, routes: Blueprint) -> None:
        @routes.get("/help", name="help")
        @routes.get("/help/<country:[A-Za-z][A-Za-z]>", name="help_in_country")
        async def help_page(request: Request, country: str | None = None) -> HTTPResponse:
            del request
            return response.html(project.pages().help(country.upper() if country else None))

        @routes.get("/embed-demo")
        async def demo(request: Request) -> HTTPResponse:
            del request
            return response.html(
                project.pages().embed_demo(""), headers=demo_headers(project.site())
            )

        @routes.get("/embed.js")
        async def embed(request: Request) -> HTTPResponse:
            headers = embed_script_headers(project.site())
            return _send(request, self._assets["embed.js"], headers)

        @routes.get("/helplines.json")
        async def copy_of_register(request: Request) -> HTTPResponse:
            asset = project.parts().helplines
            return _send(request, asset, static_headers(project.site()))

        @routes.get("/static/<file_name:str>")
        async def static(request: Request, file_name: str) -> HTTPResponse:
            return self._send_static(request, file_name)

    def _send_static(self, request: Request, name: str) -> HTTPResponse:
        asset = self._assets.get(name)
        if asset is None:
            return response.text("Not found", status=404)
        return _send(request, asset, static_headers(project.site()))

    def _add_chat(self, routes: Blueprint) -> None:
        @routes.post("/chat/start")
        async def start(request: Request) -> HTTPResponse:
            del request
            self.counting.count("chat", {})
            return response.json(self._start())

        async def receive(agent: Any, body: Body) -> Body:
            return await self._receive(agent, await self._read(body))

        add_json(routes, "/chat/message", receive)

        async def end(agent: Any, body: Body) -> None:
            if conversation := await self._conversations.open_one(body.get("conversation")):
                await self._end(agent, conversation)

        add_json(routes, "/chat/end", end)
        self.add_person(routes, self._known, self._for_page)

    async def _known(self, body: dict[str, Any]) -> str:
        conversation = await self._conversations.open_one(body.get("conversation"))
        if conversation is None:
            raise UnknownConversationError
        return conversation

    async def _end(self, agent: Any, conversation: str) -> None:
        await self.end_talk(agent, conversation)
        self._conversations.forget(conversation)
        await chats_of(agent.tracker_store).forget(conversation)

    async def _receive(self, agent: Any, incoming: Incoming) -> Body:
        replies = await self.answer_or_pass_on(agent, incoming)
        if not await self._conversations.knows(incoming.sender):
            # It was ended while this message was handled, and has just been kept again.
            await chats_of(agent.tracker_store).forget(incoming.sender)
        return {
            "messages": self._for_page(incoming.sender, replies),
            "person": self.persons.state(incoming.sender),
        }

    def _start(self) -> dict[str, Any]:
        conversation = self._conversations.new()
        book = project.answer_book()
        ages = [
            {
                "band": band,
                "title": book.phrase(f"age_{band}"),
                "token": self._token(conversation, INFORM_AGE, {"age_band": band}),
            }
            for band in BANDS
        ]
        topics = [
            {
                "title": book.title(intent, DEFAULT_BAND),
                "token": self._token(conversation, intent),
            }
            for intent in TOPICS
        ]
        actions = {name: self._token(conversation, intent) for name, intent in ACTIONS.items()}
        return {"conversation": conversation, "ages": ages, "topics": topics, "actions": actions}

    def _token(
        self, conversation: str, intent: str, entities: Mapping[str, str] | None = None
    ) -> str:
        return self._conversations.offer(conversation, Button("", intent, entities or {}).payload)

    async def _read(self, body: dict[str, Any]) -> Incoming:
        conversation = await self._known(body)
        language, key = language_code(body.get("language")), message_key(body.get("key"))
        payload = self._payload(conversation, body)
        if payload is not None:
            return Incoming(conversation, payload, language=language, offered=(payload,), key=key)
        text = body.get("text")
        if not isinstance(text, str) or not text.strip():
            raise BadRequestError("there is neither a text nor a token of this conversation")
        return Incoming(conversation, text, language=language, offered=(), key=key)

    def _payload(self, conversation: str, body: dict[str, Any]) -> str | None:
        token, country = body.get("token"), body.get("country")
        if isinstance(token, str):
            return self._conversations.payload_of(conversation, token)
        if isinstance(country, str) and country in project.register().countries:
            return Button("", INFORM_COUNTRY, {"country": country}).payload
        return None

    def _for_page(self, conversation: str, replies: list[dict[str, Any]]) -> list[dict[str, Any]]:
        def offer(payload: str) -> str:
            return self._conversations.offer(conversation, payload)

        languages = project.parts().languages
        return [page_message(reply, offer, languages) for reply in replies]


class _RootBlueprint(Blueprint):
    """Answers `/` before Rasa does, whose own greeting tells its version."""

    def __init__(self, name: str, channel: WebInput) -> None:
        super().__init__(name)
        self.ctx.channel = channel

    def register(self, app: Sanic, options: dict[str, Any]) -> None:
        """Adds the routes, and the home page in front of Rasa's."""

        async def home(request: Request) -> HTTPResponse | None:
            is_home = request.path == "/" and request.method in ("GET", "HEAD")
            return self.ctx.channel.home(request) if is_home else None

        app.register_middleware(home, "request")
        super().register(app, options)


async def _connect(*listener: Any) -> None:
    del listener
    if project.is_shared():
        await project.shared_database().open()


async def _finish(app: Sanic, loop: Any) -> None:
    del loop
    await chats_of(app.ctx.agent.tracker_store).finish()


def _assets() -> dict[str, Asset]:
    files = {file.name: _asset(file) for file in sorted(STATIC.iterdir()) if file.is_file()}
    accent = project.pages().accent_css().encode()
    return {**files, "accent.css": Asset.of(accent, KINDS[".css"])}


def _asset(file: Path) -> Asset:
    return Asset.of(file.read_bytes(), KINDS.get(file.suffix, "application/octet-stream"))


def _send(request: Request, asset: Asset, headers: Mapping[str, str]) -> HTTPResponse:
    more = {"Vary": "Accept-Encoding"}
    body = asset.body
    if "gzip" in request.headers.get("accept-encoding", ""):
        more["Content-Encoding"] = "gzip"
        body = asset.compressed
    return HTTPResponse(body, content_type=asset.kind, headers={**headers, **more})
