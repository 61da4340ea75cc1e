"""A reply of the bot as the chat page draws it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
HELP = ("introduction", "emergency", "country", "cards")


def page_message(reply: dict[str, Any], offer: Callable[[str], str]) -> dict[str, Any]:
    """The reply with its words around the help and tokens in the place of payloads.

    `offer(payload)` gives the token under which a button's payload may come back.
    """
    custom = reply.get("custom") or {}
    has_help = custom.get("type") == "help"
    language = custom.get("language", "en")
    return {
        "before": list(custom["before"]) if has_help else paragraphs(reply.get("text") or ""),
        "help": {key: custom.get(key) for key in HELP} if has_help else None,
        "after": list(custom["after"]) if has_help else [],
        "language": language,
        "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "urgent": str(reply.get("answer", "")).startswith("crisis_"),
        "buttons": [
            {"title": button["title"], "token": offer(button["payload"])}
            for button in reply.get("buttons") or ()
        ],
    }


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, which empty lines divide."""
    return [part for part in text.split("\n\n") if part.strip()]
