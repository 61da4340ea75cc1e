"""A reply as the dictionary that Rasa sends: text, buttons, custom payload, what is kept."""

from __future__ import annotations

from typing import Any

from beacon.answers.turn import Reply
from beacon.register.text import payload


def as_message(reply: Reply) -> dict[str, Any]:
    """The reply for Rasa. Keys beside text, buttons and custom become the utterance's metadata."""
    message: dict[str, Any] = {"text": reply.text, **reply.about()}
    if reply.buttons:
        message["buttons"] = [
            {"title": button.title, "payload": button.payload} for button in reply.buttons
        ]
    if reply.help and reply.help.services:
        words = {"before": reply.before, "introduction": reply.introduction, "after": reply.after}
        message["custom"] = {**payload(reply.help), **words}
    return message
