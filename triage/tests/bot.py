"""The bot's half of docs/hand-over.md, for tests."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection
from django.test import Client

from cases.models import Case

KEY = "unguessable-key-of-one-hand-over"
# When the child decided, in milliseconds.
DECIDED = 1_764_000_000_000
SCRIPT = "<script>alert('it runs')</script>"

Found = TypeVar("Found")
# What the test client gives, which is more than an HttpResponse.
Answer = Any


def hand_over(**changes: Any) -> dict[str, Any]:
    """The body of a hand-over after a disclosure."""
    return {
        "key": KEY,
        "risk": "high",
        "age_band": "11-13",
        "country": "PT",
        "language": "en",
        "asked_for": "request_human",
        "happened": [
            {"intent": "greet", "risk": "none"},
            {"intent": "disclose_sextortion", "risk": "high"},
        ],
        "answered": ["disclose_sextortion"],
        "help": {
            "v": 1,
            "type": "help",
            "country": "PT",
            "emergency": {"number": "112", "dial": ["112"], "note": "Free from any phone."},
            "across_borders": False,
            "cards": [
                {
                    "name": "SOS-Criança",
                    "phone": "116 111",
                    "dial": ["116111"],
                    "website": "https://iacrianca.pt/",
                    "hours": "Mon-Fri 9-19",
                    "free": True,
                    "languages": ["pt"],
                }
            ],
        },
        "transcript": [
            {"from": "child", "text": "he wants money or he posts it"},
            {"from": "bot", "text": "This is not your fault."},
        ],
        "decided": DECIDED,
        **changes,
    }


class Bot:
    """Speaks to the application as the bot does, with a browser's strictness about forms."""

    def __init__(self, secret: str | None = settings.HAND_OVER_SECRET) -> None:
        headers = {"Authorization": f"Bearer {secret}"} if secret is not None else {}
        self._client = Client(enforce_csrf_checks=True, headers=headers)

    def get(self, path: str) -> Answer:
        """Asks."""
        return self._client.get(f"/api/{path}")

    def post(self, path: str, body: object) -> Answer:
        """Tells."""
        return self.send(path, json.dumps(body))

    def send(self, path: str, body: str | bytes) -> Answer:
        """Sends bytes as they are."""
        return self._client.post(f"/api/{path}", body, content_type="application/json")

    def says(self, text: str, key: str = "key-of-a-message", risk: str = "none") -> Answer:
        """The child writes to the person."""
        message = {"key": key, "text": text, "risk": risk}
        return self.post(f"hand-overs/{KEY}/messages", message)

    def state(self, after: int = 0, key: str = KEY) -> dict[str, Any]:
        """How it stands with the hand-over."""
        answer = self.get(f"hand-overs/{key}?after={after}")
        assert answer.status_code == 200
        return dict(json.loads(answer.content))


def handed_over(**changes: Any) -> Case:
    """A case that the bot has handed over."""
    answer = Bot().post("hand-overs", hand_over(**changes))
    assert answer.status_code == 201, answer.content
    return Case.objects.get(key=changes.get("key", KEY))


def race(*runners: Callable[[], Found]) -> list[Found]:
    """What each finds where all begin at the same moment, each in a thread of its own."""
    start = threading.Barrier(len(runners))
    found: dict[int, Found] = {}

    def run(place: int) -> None:
        start.wait()
        try:
            found[place] = runners[place]()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(runners))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == len(runners)
    return [found[place] for place in range(len(runners))]
