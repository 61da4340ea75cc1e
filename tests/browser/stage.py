"""The real pages without a bot: what their server says, a test decides."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from beacon import project
from beacon.levels import BANDS
from beacon.rasa.channels.web import ACTIONS, KINDS, STATIC
from beacon.web.headers import demo_headers, security_headers

Body = dict[str, Any]
Answer = tuple[int, Body]
TOPICS = ("Someone threatens to share my picture", "Where can I get help?")


def spoken(*words: str, **more: Any) -> Body:
    """A message of the bot's."""
    rest = {"help": None, "after": [], "buttons": [], "urgent": False}
    return {"before": list(words), **rest, **more}


class Stage:
    """What is asked of the server, and what it answers; `answers` holds a path's own answer.

    A path without one is answered as by a bot that says what it was told.
    """

    def __init__(self) -> None:
        self.asked: list[tuple[str, Body]] = []
        self.answers: dict[str, Callable[[Body], Answer]] = {}
        self._ids = count(1)
        self.over: set[str] = set()

    def bodies(self, path: str) -> list[Body]:
        """What was sent to that path so far."""
        return [body for asked, body in self.asked if asked == path]

    def texts(self) -> list[str]:
        """The words of all that was said."""
        return [body["text"] for body in self.bodies("/chat/message") if "text" in body]

    def answer(self, path: str, body: Body) -> Answer:
        """What that path says to the body."""
        self.asked.append((path, body))
        own = self.answers.get(path)
        return own(body) if own else self.usual(path, body)

    def usual(self, path: str, body: Body) -> Answer:
        """What a server says that is well."""
        if path == "/chat/start":
            return 200, self._offer(f"conversation-{next(self._ids)}")
        if path == "/chat/end":
            self.over.add(str(body.get("conversation")))
            return 200, {}
        if body.get("conversation") in self.over:
            return 404, {"error": "unknown conversation"}
        if path == "/chat/message":
            return 200, {"messages": [spoken(f"I heard: {said(body)}")], "person": None}
        if path == "/chat/event":
            return (200, {}) if body.get("kind") else (400, {"error": "no kind"})
        return 404, {"error": "no such path"}

    def _offer(self, conversation: str) -> Body:
        phrase = project.answer_book().phrase
        ages = [
            {"band": band, "title": phrase(f"age_{band}"), "token": f"age {band}"} for band in BANDS
        ]
        topics = [{"title": title, "token": f"topic {title}"} for title in TOPICS]
        actions = {name: f"action {name}" for name in ACTIONS}
        return {"conversation": conversation, "ages": ages, "topics": topics, "actions": actions}


def said(body: Body) -> str:
    """What a message says, whichever way."""
    return str(body.get("text") or body.get("token") or body.get("country"))


class Handler(BaseHTTPRequestHandler):
    """The pages as they are, and the stage's answers."""

    protocol_version = "HTTP/1.1"

    def __init__(self, stage: Stage, *request: Any) -> None:
        self._stage = stage
        super().__init__(*request)

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        name = path.removeprefix("/static/")
        file = STATIC / name
        if path == "/":
            self._send(200, project.pages().chat().encode(), "text/html; charset=utf-8")
        elif path in ("/help", "/help/BG"):
            country = path.removeprefix("/help").strip("/") or None
            self._send(200, project.pages().help(country).encode(), "text/html; charset=utf-8")
        elif path == "/embed-demo":
            demo = project.pages().embed_demo("").encode()
            self._send(200, demo, "text/html; charset=utf-8", demo_headers(project.site()))
        elif path == "/embed.js":
            self._send(200, (STATIC / name.lstrip("/")).read_bytes(), KINDS[".js"])
        elif path == "/helplines.json":
            self._send(200, project.parts().helplines.body, "application/json")
        elif name == "accent.css":
            self._send(200, project.pages().accent_css().encode(), KINDS[".css"])
        elif path.startswith("/static/") and file.parent == STATIC and file.is_file():
            self._send(200, file.read_bytes(), KINDS[file.suffix])
        else:
            self._send(404, b"Not found", "text/plain")

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"] or 0))
        status, body = self._stage.answer(urlsplit(self.path).path, json.loads(sent or b"{}"))
        self._send(status, json.dumps(body).encode(), "application/json")

    def _send(
        self, status: int, body: bytes, kind: str, headers: Mapping[str, str] | None = None
    ) -> None:
        self.send_response(status)
        headers = {**(headers or security_headers(project.site())), "Content-Type": kind}
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *values: Any) -> None:
        """Nothing: what is asked stands in the stage."""


@contextmanager
def serving(stage: Stage) -> Iterator[str]:
    """The address of a server with that stage."""
    project.parts().make("pages", "helplines")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, stage))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
