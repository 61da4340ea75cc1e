"""The running bot for the tests that talk to it: its two servers, and the children who write."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import requests
import yaml

from beacon.project import ROOT
from beacon.tasks.ports import free_ports

# Every run tries the same examples and a slow machine fails nothing; `pytest --hypothesis-profile
# wide` looks further.
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None)
hypothesis.settings.register_profile("wide", max_examples=10_000, deadline=None)
hypothesis.settings.load_profile("repeatable")

NOTHING: Mapping[str, str] = {}
MODEL = "models/beacon.tar.gz"
PATIENCE = 300.0
SECRET = "known to the tests only"
ANSWER = 60.0

Message = dict[str, Any]


@dataclass(frozen=True)
class Program:
    """A server as a process of its own; `health` answers with 200 once it is ready."""

    process: subprocess.Popen[bytes]
    health: str
    log: Path

    @classmethod
    def start(
        cls, arguments: list[str], health: str, log: Path, environment: Mapping[str, str] = NOTHING
    ) -> Program:
        """Runs `python -m <arguments>` from the root of the project, its output in `log`."""
        return cls.run([sys.executable, "-m", *arguments], health, log, environment)

    @classmethod
    def run(
        cls, command: list[str], health: str, log: Path, environment: Mapping[str, str] = NOTHING
    ) -> Program:
        """Runs a command from the root of the project; a log that is there goes on."""
        with log.open("ab") as output:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **environment},
            )
        return cls(process, health, log)

    def answers(self) -> bool:
        """Whether it is ready."""
        try:
            return requests.get(self.health, timeout=2).status_code == 200
        except requests.RequestException:
            return False

    def output(self) -> str:
        """All that it has written so far."""
        return self.log.read_text(errors="replace")

    def stop(self) -> None:
        """Ends it, gently first."""
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@dataclass(frozen=True)
class Servers:
    """The bot, and the action server where there is one."""

    url: str
    programs: tuple[Program, ...]

    def output(self) -> str:
        """All that they have written so far."""
        return "\n".join(program.output() for program in self.programs)

    def wait(self) -> None:
        """Waits until all are ready; fails with their output where one is not."""
        end = time.monotonic() + PATIENCE
        while not all(program.answers() for program in self.programs):
            ended = any(program.process.poll() is not None for program in self.programs)
            if ended or time.monotonic() > end:
                pytest.fail(f"the servers do not answer:\n{self.output()[-8000:]}")
            time.sleep(0.5)

    def stop(self) -> None:
        """Ends them all."""
        for program in self.programs:
            program.stop()

    @contextmanager
    def ready(self) -> Iterator[Servers]:
        """Ready inside, and ended afterwards."""
        try:
            self.wait()
            yield self
        finally:
            self.stop()


@dataclass
class Chat:
    """One child who writes to the bot."""

    url: str
    sender: str = field(default_factory=lambda: f"test-{uuid.uuid4().hex}")

    def say(self, text: str, **more: Any) -> list[Message]:
        """The bot's messages to one message of the child's; `more` are further keys of the body."""
        answer = self.post({"sender": self.sender, "message": text, **more})
        answer.raise_for_status()
        self._last: list[Message] = answer.json()
        return self._last

    def text(self, text: str, **more: Any) -> str:
        """The words of the bot's messages, one after the other."""
        return "\n".join(message.get("text", "") for message in self.say(text, **more))

    def tap(self, title: str) -> str:
        """The words that follow when the child taps the button of that title, shown last."""
        shown = [button for message in self._last for button in message.get("buttons", [])]
        payloads = [button["payload"] for button in shown if button["title"] == title]
        assert payloads, f"no button {title!r} among {[button['title'] for button in shown]}"
        return self.text(payloads[0])

    def post(self, body: Any) -> requests.Response:
        """The raw response to a body in JSON."""
        return requests.post(f"{self.url}/webhooks/rest/webhook", json=body, timeout=ANSWER)

    def tracker(self, events: str = "ALL") -> dict[str, Any]:
        """What Rasa keeps of the conversation; `events` is Rasa's `include_events`."""
        address = f"{self.url}/conversations/{self.sender}/tracker"
        answer = requests.get(address, params={"include_events": events}, timeout=ANSWER)
        answer.raise_for_status()
        return dict(answer.json())

    def slots(self) -> dict[str, Any]:
        """The slots of the conversation."""
        return dict(self.tracker("NONE")["slots"])

    def intent(self) -> str:
        """The intent of the latest message."""
        return str(self.tracker("NONE")["latest_message"]["intent"].get("name"))


def free_port() -> int:
    """A port on which nothing listens, and which no outgoing connection is given meanwhile."""
    return next(free_ports())


def start_actions(folder: Path, port: int, environment: Mapping[str, str] = NOTHING) -> Program:
    """The action server, its output below `folder`."""
    arguments = ["rasa_sdk", "--actions", "actions", "--port", str(port)]
    health = f"http://127.0.0.1:{port}/health"
    return Program.start(arguments, health, folder / "actions.log", environment)


def start_staff(folder: Path, port: int) -> Program:
    """The staff's application with a database and secrets of its own below `folder`."""
    environment = {"PORT": str(port), **staff_environment(folder)}
    return Program.run(
        ["sh", "triage/serve.sh"], f"http://127.0.0.1:{port}/", folder / "staff.log", environment
    )


def staff_environment(folder: Path) -> dict[str, str]:
    """What the staff's application and its commands need to know."""
    kept = folder / "staff"
    kept.mkdir(exist_ok=True)
    return {"BEACON_STAFF_FOLDER": str(kept), "BEACON_HAND_OVER_SECRET": SECRET}


def start_bot(
    folder: Path,
    port: int,
    actions_port: int,
    staff_port: int | None = None,
    environment: Mapping[str, str] = NOTHING,
    model: str = MODEL,
) -> Program:
    """The bot with the project's own endpoints, but for the other servers' ports.

    Without a port for them, no staff answer.
    """
    endpoints = yaml.safe_load((ROOT / "endpoints.yml").read_text())
    endpoints["action_endpoint"]["url"] = f"http://127.0.0.1:{actions_port}/webhook"
    file = folder / "endpoints.yml"
    file.write_text(yaml.safe_dump(endpoints))
    where = ["-i", "127.0.0.1", "-p", str(port), "--endpoints", str(file)]
    arguments = ["rasa", "run", "--enable-api", "--model", model, *where]
    staff = {
        "BEACON_STAFF": f"http://127.0.0.1:{staff_port or free_port()}",
        "BEACON_HAND_OVER_SECRET": SECRET,
    }
    health = f"http://127.0.0.1:{port}/webhooks/rest/"
    return Program.start(arguments, health, folder / "bot.log", {**staff, **environment})


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """The real bot and the real action server."""
    folder = tmp_path_factory.mktemp("servers")
    port, actions_port = free_port(), free_port()
    programs = (start_bot(folder, port, actions_port), start_actions(folder, actions_port))
    with Servers(f"http://127.0.0.1:{port}", programs).ready() as running:
        yield running


@pytest.fixture
def new_chat(servers: Servers) -> Callable[[], Chat]:
    """Makes chats, each with a sender of its own."""
    return lambda: Chat(servers.url)


@pytest.fixture
def chat(new_chat: Callable[[], Chat]) -> Chat:
    """A fresh chat."""
    return new_chat()
