"""nginx as a process of its own, servers behind it, and clients before it."""

from __future__ import annotations

import contextlib
import http.client
import signal
import socket
import ssl
import subprocess
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from beacon.tasks.cluster import nginx
from beacon.tasks.cluster.nginx import Settings

PATIENCE = 15.0


@dataclass(frozen=True)
class Received:
    """A request as it reached a server; names of headers in small letters."""

    server: str
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    """What nginx answered."""

    status: int
    headers: dict[str, str]
    body: bytes


class Upstream:
    """Answers every request with its name. While `held` is set it takes requests, and waits."""

    def __init__(self, name: str, port: int) -> None:
        self.name = name
        self.port = port
        self.received: list[Received] = []
        self.held = threading.Event()
        self.headers: dict[str, str] = {}
        self.start()

    def start(self) -> None:
        """Begins to listen, for the first time or again."""
        self.is_alive = True
        self._sockets: list[socket.socket] = []
        self._server = _Server(("127.0.0.1", self.port), _handler(self))
        self._server.upstream = self
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def kill(self) -> None:
        """As SIGKILL does it: nobody listens any more, and open connections are closed."""
        if not self.is_alive:
            return
        self.is_alive = False
        self._server.shutdown()
        self._server.server_close()
        for each in self._sockets:
            with contextlib.suppress(OSError):
                # Not close, which would wait for the handler that still reads from it.
                each.shutdown(socket.SHUT_RDWR)

    def renew(self) -> None:
        """As it was at first: alive, with nothing received and nothing held."""
        self.held.clear()
        self.headers = {}
        if not self.is_alive:
            self.start()
        self.received.clear()

    def remember(self, connection: socket.socket) -> None:
        """Keeps a connection for the end."""
        self._sockets.append(connection)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256
    upstream: Upstream

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        self.upstream.remember(connection)
        return connection, address

    def handle_error(self, request: Any, client_address: Any) -> None:
        del request, client_address


def _handler(upstream: Upstream) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            upstream.received.append(
                Received(upstream.name, self.command, self.path, headers, body)
            )
            while upstream.held.is_set():
                time.sleep(0.02)
            said = upstream.name.encode()
            self.send_response(200)
            for name, value in upstream.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, format: str, *args: Any) -> None:
            del format, args

        def __getattr__(self, name: str) -> Any:
            # Whatever method reaches it is remembered.
            if name.startswith("do_"):
                return self.answer
            raise AttributeError(name)

    return Handler


@dataclass
class Front:
    """nginx with its settings; what it writes is in `nginx.log` beside them."""

    settings: Settings
    process: subprocess.Popen[bytes] = field(init=False)

    def __post_init__(self) -> None:
        nginx.make(self.settings)
        program = nginx.program(self.settings.folder)
        with (self.settings.folder / "nginx.log").open("ab") as output:
            self.process = subprocess.Popen(program.command, stdout=output, stderr=output)

    @property
    def port(self) -> int:
        return int(self.settings.listen[0].rpartition(":")[2])

    def wait(self) -> None:
        """Waits until it listens; fails with its log where it does not."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            with contextlib.suppress(OSError), self.connect():
                return
            time.sleep(0.05)
        raise AssertionError(f"nginx does not start: {self.log()}")

    def reload(self, settings: Settings) -> None:
        """Reads other settings, as a cluster does it."""
        self.settings = settings
        nginx.make(settings)
        self.process.send_signal(signal.SIGHUP)

    def log(self) -> str:
        """All that it has written."""
        return (self.settings.folder / "nginx.log").read_text(errors="replace")

    def stop(self) -> None:
        """Ends it at once."""
        self.process.terminate()
        self.process.wait(PATIENCE)

    def connect(self, source: str = "127.0.0.1", timeout: float = PATIENCE) -> socket.socket:
        """A connection from that address."""
        return socket.create_connection(("127.0.0.1", self.port), timeout, (source, 0))

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        source: str = "127.0.0.1",
        tls: ssl.SSLContext | None = None,
        host: str = "127.0.0.1",
    ) -> Answer:
        """One request with a connection of its own, its path sent as it is."""
        connection = http.client.HTTPConnection(host, self.port, timeout=PATIENCE)
        connection.sock = self.connect(source)
        if tls:
            connection.sock = tls.wrap_socket(connection.sock, server_hostname=host)
        with contextlib.closing(connection):
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            sent = {"Host": host, **(headers or {})}
            if body is not None:
                sent.setdefault("Content-Length", str(len(body)))
            for name, value in sent.items():
                connection.putheader(name, value)
            connection.endheaders(body)
            got = connection.getresponse()
            return Answer(got.status, dict(got.getheaders()), got.read())

    def say(self, conversation: str | None, source: str = "127.0.0.1") -> Answer:
        """A message in a conversation."""
        headers = {"Content-Type": "application/json"}
        if conversation:
            headers["X-Beacon-Chat"] = conversation
        return self.ask("POST", "/chat/message", b'{"text": "hello"}', headers, source)

    def send(self, raw: bytes, source: str = "127.0.0.1", patience: float = 3.0) -> bytes:
        """All that comes back to bytes sent as they are, until silence or the end."""
        with self.connect(source, patience) as connection:
            received = b""
            with contextlib.suppress(OSError):
                connection.sendall(raw)
                while part := connection.recv(65_536):
                    received += part
            return received
