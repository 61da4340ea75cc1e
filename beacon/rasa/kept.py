"""What is kept of an event where it is written down: little, and redacted once more."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from beacon.door.door import Door

_PAYLOAD = re.compile(r"/\w+(?:\{.*\})?")
# What only says how the message was understood, or by which model.
_DROPPED = ("intent_ranking", "text_tokens", "response_selector", "message_id")
_DROPPED_METADATA = ("model_id", "assistant_id")


class KeptEvents:
    """Makes the second net: whatever way a text came in, no personal data are written down."""

    def __init__(self, door: Callable[[], Door]) -> None:
        self._door = door

    def of(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """The event as it may be written down."""
        kept = dict(event)
        metadata = {**(kept.get("metadata") or {})}
        kept["metadata"] = {k: v for k, v in metadata.items() if k not in _DROPPED_METADATA}
        if kept.get("event") == "user":
            self._lessen(kept)
        return kept

    def _lessen(self, kept: dict[str, Any]) -> None:
        parsed = {k: v for k, v in (kept.get("parse_data") or {}).items() if k not in _DROPPED}
        text = str(kept.get("text") or "")
        if not _PAYLOAD.fullmatch(text):
            text = self._door().open(text).text
        kept["text"] = text
        if parsed:
            kept["parse_data"] = {**parsed, "text": text}
        kept.pop("message_id", None)
