"""Senders without a pause, for locust: each sends as soon as the answer is there.

Run by tests/load/report.py to find how many messages a second a set of servers can answer.
"""

from __future__ import annotations

import itertools
import json
import secrets
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from locust import FastHttpUser, events, task
from locust.argument_parser import LocustArgumentParser
from locust.env import Environment

# A new conversation so often, as many messages as no limit of the bot notices.
MESSAGES = 10
PATIENCE = 30.0
REST = "/webhooks/rest/webhook"


@events.init_command_line_parser.add_listener
def add_options(parser: LocustArgumentParser) -> None:
    """The options of this generator beside locust's."""
    parser.add_argument("--material", type=Path, required=True)
    parser.add_argument("--results", type=Path, required=True)
    parser.add_argument("--rest", action="store_true", help="Rasa's REST channel, without a page")
    parser.add_argument("--warm-up", type=float, default=5, help="seconds that are not counted")


@events.init.add_listener
def begin(environment: Environment, **_: Any) -> None:
    """Ends at once where any machine but this one would be driven."""
    host = environment.parsed_options.host
    if urlsplit(host or "").hostname != "127.0.0.1":
        # Any other exception of a listener would be logged, and the run would go on.
        sys.exit(f"{host} is not on 127.0.0.1")
    material = json.loads(environment.parsed_options.material.read_text())
    environment.texts = itertools.cycle(material["messages"]["en"])
    environment.times = []
    environment.failed = 0


@events.test_start.add_listener
def start(environment: Environment, **_: Any) -> None:
    """From when on messages are counted."""
    environment.counted_from = time.monotonic() + environment.parsed_options.warm_up


@events.quitting.add_listener
def end(environment: Environment, **_: Any) -> None:
    """Writes {"messages_a_second", "times" in milliseconds, "failed"}."""
    elapsed = max(environment.ended, environment.counted_from + 0.001) - environment.counted_from
    results = {
        "messages_a_second": len(environment.times) / elapsed,
        "times": environment.times,
        "failed": environment.failed,
    }
    environment.parsed_options.results.write_text(json.dumps(results))
    environment.process_exit_code = 0


@events.test_stop.add_listener
def stop(environment: Environment, **_: Any) -> None:
    """When the last message was counted."""
    environment.ended = time.monotonic()


class Sender(FastHttpUser):
    """Says one thing after the other."""

    network_timeout = PATIENCE
    connection_timeout = PATIENCE

    @task
    def chat(self) -> None:
        """One conversation."""
        is_rest = self.environment.parsed_options.rest
        conversation = secrets.token_hex(16) if is_rest else self._start()
        for _ in range(MESSAGES):
            text = next(self.environment.texts)
            if is_rest:
                self._send(REST, {"sender": conversation, "message": text}, {})
            else:
                body = {"conversation": conversation, "text": text, "key": secrets.token_hex(16)}
                self._send("/chat/message", body, {"X-Beacon-Chat": conversation})

    def _start(self) -> str:
        return str(json.loads(self.client.post("/chat/start", json={}).text)["conversation"])

    def _send(self, path: str, body: dict[str, str], headers: dict[str, str]) -> None:
        began = time.perf_counter()
        response = self.client.post(path, json=body, headers=headers)
        if time.monotonic() < self.environment.counted_from:
            return
        if response.status_code == 200:
            self.environment.times.append((time.perf_counter() - began) * 1000)
        else:
            self.environment.failed += 1
