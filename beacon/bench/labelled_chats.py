"""Whole chats of tests/nlu with a label for each message; no classifier has learned from them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from beacon import data_file


class Message(NamedTuple):
    """A message of a chat, with its label."""

    text: str
    label: str


def read(file: Path, name: str, labels: Sequence[str]) -> list[list[Message]]:
    """The messages of each chat in order; `name` is what the file calls the label.

    Raises DataFileError.
    """
    stored = data_file.load(file, _schema(name, labels))["chats"]
    return [[Message(one["text"], one[name]) for one in chat] for chat in stored]


def _schema(name: str, labels: Sequence[str]) -> dict[str, Any]:
    message = {
        "type": "object",
        "required": ["text", name],
        "additionalProperties": False,
        "properties": {"text": {"type": "string"}, name: {"enum": list(labels)}},
    }
    return {
        "type": "object",
        "required": ["language", "chats"],
        "additionalProperties": False,
        "properties": {
            "language": {"const": "en"},
            "chats": {"type": "array", "items": {"type": "array", "items": message}},
        },
    }
