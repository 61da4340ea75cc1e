"""Whether a bot understands what it is told, not only whether it is there."""

from __future__ import annotations

import json
import secrets
from http.client import HTTPException
from urllib.request import Request, urlopen

from beacon import project

PATIENCE = 15.0


def understands(url: str) -> bool:
    """Whether the bot at `url` has an answer of its own to a greeting.

    Without a model, or with a broken one, it still says the numbers that work.
    """
    said = {"sender": f"probe-{secrets.token_urlsafe(12)}", "message": "hello"}
    request = Request(
        f"{url}/webhooks/rest/webhook",
        data=json.dumps(said).encode(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with urlopen(request, timeout=PATIENCE) as answer:
            messages = json.load(answer)
    except (OSError, HTTPException, ValueError):
        return False
    down = project.answer_book().phrase("service_down")
    words = [str(message.get("text", "")) for message in messages]
    return bool(words) and not any(down in text for text in words)
