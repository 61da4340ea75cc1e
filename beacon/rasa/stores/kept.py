"""What is kept of an event where it is written down: little, and redacted once more."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Container, Mapping
from typing import Any

from beacon.answers.history import FOLLOW_UP
from beacon.answers.turn import Button
from beacon.door.door import COMMAND, Door
from beacon.levels import BANDS, Risk
from beacon.rasa.slots import AgeBandSlot
from beacon.understanding.contract import lowest_risks
from beacon.understanding.parse_keys import (
    ACTS,
    DANGER,
    ENTITIES,
    FEELINGS,
    INTENT_RANKING,
    LIKE,
    OTHERWISE,
    TEXT,
    WRITERS,
)

_PAYLOAD = re.compile(r"/(\w+)(\{.*\})?")
# A country or a language.
_CODE = re.compile(r"[A-Za-z]{2}")
_LEVELS = frozenset(level.name for level in Risk)
# What only says how the message was understood, or by which model.
_DROPPED = (
    INTENT_RANKING,
    OTHERWISE,
    LIKE,
    ACTS,
    WRITERS,
    DANGER,
    FEELINGS,
    "text_tokens",
    "response_selector",
    "message_id",
)
_DROPPED_METADATA = ("model_id", "assistant_id")


class KeptEvents:
    """Makes the second net: whatever way a text came in, no personal data are written down."""

    def __init__(self, door: Callable[[], Door], names: Callable[[], Container[str]]) -> None:
        """`names` are those of the follow-ups, as they can be tapped."""
        self._door = door
        self._names = names

    def of(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """The event as it may be written down."""
        kept = dict(event)
        metadata = {**(kept.get("metadata") or {})}
        kept["metadata"] = {k: v for k, v in metadata.items() if k not in _DROPPED_METADATA}
        if kept.get("event") == "user":
            self._lessen(kept)
        if kept.get("event") == "slot":
            kept["value"] = self._value(kept.get("value"))
        return kept

    def slots(self, slots: Mapping[str, Any]) -> dict[str, Any]:
        """The slots as they may be written down."""
        return {name: self._value(value) for name, value in slots.items()}

    def _lessen(self, kept: dict[str, Any]) -> None:
        parsed = {k: v for k, v in (kept.get("parse_data") or {}).items() if k not in _DROPPED}
        text = str(kept.get("text") or "")
        if not self._is_of_a_button(text):
            if text.lstrip().startswith(COMMAND):
                # Rasa took its entities out of the words as they stand there.
                parsed.pop(ENTITIES, None)
            text = self._door().open(text).text
        kept["text"] = text
        if parsed:
            kept["parse_data"] = {**parsed, TEXT: text}
        kept.pop("message_id", None)

    def _value(self, value: Any) -> Any:
        """A value of a slot; words among codes came past the door."""
        is_code = not isinstance(value, str) or _is_known(value) or _CODE.fullmatch(value)
        return value if is_code else self._door().open(value).text

    def _is_of_a_button(self, text: str) -> bool:
        """Whether it is a payload as our buttons have them, which hold no word of a child's."""
        match = _PAYLOAD.fullmatch(text)
        if match is None or match[1] not in lowest_risks():
            return False
        try:
            entities = json.loads(match[2] or "{}")
        except (ValueError, RecursionError):
            return False
        if not all(self._is_of_a_choice(*entity) for entity in entities.items()):
            return False
        return text == Button("", match[1], entities).payload

    def _is_of_a_choice(self, name: str, value: Any) -> bool:
        if not isinstance(value, str):
            return False
        if name == "age_band":
            return value in BANDS
        if name == FOLLOW_UP:
            return value in self._names()
        return name == "country" and bool(_CODE.fullmatch(value))


def _is_known(value: str) -> bool:
    return value in _LEVELS or value in BANDS or value == AgeBandSlot.BY_INTENT
