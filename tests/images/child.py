"""A child before the public port, with TLS, past any name server."""

from __future__ import annotations

import contextlib
import http.client
import json
import secrets
import socket
import ssl
from pathlib import Path
from typing import Any

from tests.cluster.front import Answer
from tests.images.site import PUBLIC_NAME

PATIENCE = 20.0


class Door:
    """A port of ours that speaks TLS."""

    def __init__(self, address: str, port: int, certificate: Path) -> None:
        self.address = address
        self.port = port
        self._tls = ssl.create_default_context(cafile=str(certificate))

    def ask(
        self, path: str, body: dict[str, Any] | None = None, name: str = PUBLIC_NAME, **headers: str
    ) -> Answer:
        """GET, or POST where there is a body."""
        plain = socket.create_connection((self.address, self.port), PATIENCE)
        connection = http.client.HTTPConnection(name, timeout=PATIENCE)
        with contextlib.closing(connection), plain:
            connection.sock = self._tls.wrap_socket(plain, server_hostname=name)
            sent = {"Content-Type": "application/json", **headers}
            method = "GET" if body is None else "POST"
            content = None if body is None else json.dumps(body)
            connection.request(method, path, content, sent)
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read())


class Child:
    """A chat."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self.conversation = ""
        self.conversation = self.post("start", {})["conversation"]

    def post(self, what: str, body: dict[str, Any]) -> dict[str, Any]:
        headers = {"X-Beacon-Chat": self.conversation} if self.conversation else {}
        answer = self._door.ask(f"/chat/{what}", body, **headers)
        assert answer.status == 200, f"{what}: {answer.status} {answer.body[:200]!r}"
        return dict(json.loads(answer.body))

    def says(self, text: str) -> str:
        """All that is shown for it."""
        body = {"conversation": self.conversation, "key": secrets.token_hex(16), "text": text}
        return json.dumps(self.post("message", body)["messages"], ensure_ascii=False)

    def news(self) -> dict[str, Any]:
        """How it stands with the person who was asked for."""
        return self.post("person", {"conversation": self.conversation, "after": 0})
