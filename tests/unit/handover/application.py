"""A staff's application over real HTTP that answers as it is told to."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from beacon.handover.client import StaffClient

WAITS = {"live": "waiting", "ended": "", "service": "Helpline", "messages": []}
OVER = {**WAITS, "live": "over", "ended": "child"}


@dataclass
class Application:
    """`got` holds the bodies that came, and {"asked": path} where something was only asked for.

    The answer goes out in that many pieces, one after the other.
    """

    status: int = 200
    answer: Any = field(default_factory=lambda: WAITS)
    pieces: int = 1
    got: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    client: StaffClient = field(init=False)

    @property
    def said(self) -> list[dict[str, Any]]:
        """What the child wrote, as it was passed on."""
        return [body for body in self.got if "text" in body]

    @property
    def asked(self) -> list[str]:
        """What was only asked for."""
        return [body["asked"] for body in self.got if "asked" in body]

    def parts(self) -> list[bytes]:
        """The answer's bytes, in pieces."""
        body = json.dumps(self.answer).encode()
        length = -(-len(body) // self.pieces)
        return [body[place : place + length] for place in range(0, len(body), length)]

    def is_asked(self, path: str, body: dict[str, Any]) -> None:
        """Notes a request."""
        self.paths.append(path)
        self.got.append(body)


@contextmanager
def running(application: Application) -> Iterator[Application]:
    """The application behind its client."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            application.is_asked(self.path, json.loads(body))
            self.answer()

        def do_GET(self) -> None:
            application.is_asked(self.path, {"asked": self.path})
            self.answer()

        def answer(self) -> None:
            parts = application.parts()
            self.send_response(application.status)
            self.send_header("Content-Length", str(sum(map(len, parts))))
            self.end_headers()
            for number, part in enumerate(parts):
                time.sleep(0.02 if number else 0)
                self.wfile.write(part)
                self.wfile.flush()

        def log_message(self, format: str, *arguments: Any) -> None:
            del format, arguments

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        application.client = StaffClient(f"http://127.0.0.1:{server.server_port}", "secret")
        yield application
        server.shutdown()
