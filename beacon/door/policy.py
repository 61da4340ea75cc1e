"""The limits of the door, read from door.yml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from beacon import data_file

DOOR = Path(__file__).with_name("door.yml")

_COUNT = {"type": "integer", "minimum": 1}
_LENGTHS = (
    *("characters", "beginning", "end", "alarming", "window", "looked_at", "scanned"),
    "repeats",
)
_TEXTS = {"type": "array", "items": {"type": "string", "minLength": 1}}

SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["message", "rate", "phone_regions", "help_numbers", "known_sites"],
    "properties": {
        "message": {
            "type": "object",
            "additionalProperties": False,
            "required": list(_LENGTHS),
            "properties": dict.fromkeys(_LENGTHS, _COUNT),
        },
        "rate": {
            "type": "object",
            "additionalProperties": False,
            "required": ["messages", "seconds", "conversations"],
            "properties": {"messages": _COUNT, "seconds": _COUNT, "conversations": _COUNT},
        },
        "phone_regions": {"type": "array", "items": {"type": "string", "pattern": "^[A-Z]{2}$"}},
        "help_numbers": {"type": "array", "items": {"type": "string", "pattern": "[0-9]"}},
        "known_sites": _TEXTS,
    },
}

ELLIPSIS = " ... "


@dataclass(frozen=True)
class Policy:
    """Lengths are in characters; `seconds` is the span in which `messages` are allowed."""

    characters: int
    beginning: int
    end: int
    alarming: int
    window: int
    looked_at: int
    scanned: int
    repeats: int
    messages: int
    seconds: float
    conversations: int
    phone_regions: tuple[str, ...]
    help_numbers: tuple[str, ...]
    known_sites: frozenset[str]


def read(path: Path = DOOR) -> Policy:
    """The policy in the file at `path`. Raises DataFileError."""
    content = data_file.load(path, SCHEMA)
    message = content["message"]
    if message["beginning"] + len(ELLIPSIS) + message["end"] > message["characters"]:
        line = data_file.line_of(path, ["message", "characters"])
        raise data_file.DataFileError(path, line, "beginning and end don't fit into characters")
    return Policy(
        **message,
        **content["rate"],
        phone_regions=tuple(content["phone_regions"]),
        help_numbers=tuple(content["help_numbers"]),
        known_sites=frozenset(content["known_sites"]),
    )


POLICY = read()
