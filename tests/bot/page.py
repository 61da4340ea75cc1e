"""A chat page without a browser."""

from __future__ import annotations

from typing import Any

import requests

from tests.conftest import ANSWER, Chat


class Page:
    """A browser's half of the protocol."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.started: dict[str, Any] = self.post("start", {}).json()
        self.conversation: str = self.started["conversation"]

    def post(self, what: str, body: Any) -> requests.Response:
        return requests.post(f"{self.url}/chat/{what}", json=body, timeout=ANSWER)

    def send(self, **message: Any) -> requests.Response:
        return self.post("message", {"conversation": self.conversation, **message})

    def say(self, **message: Any) -> list[dict[str, Any]]:
        answer = self.send(**message)
        answer.raise_for_status()
        return list(answer.json()["messages"])

    def words(self, **message: Any) -> str:
        replies = self.say(**message)
        return "\n".join(part for reply in replies for part in (*reply["before"], *reply["after"]))

    def events(self, which: str = "ALL") -> list[dict[str, Any]]:
        """What is kept of the chat; `which` is Rasa's `include_events`."""
        return list(Chat(self.url, self.conversation).tracker(which)["events"])

    def slots(self) -> dict[str, Any]:
        """The slots of the conversation."""
        return Chat(self.url, self.conversation).slots()
