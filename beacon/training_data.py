"""The labelled messages that the classifiers learn, without Rasa: for the encoders and the figures.

Those of data/nlu, which mostly begin a talk, and the wordings of follow-ups, which go on with one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from beacon import data_file, follow_up_files

SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["version", "nlu"],
    "properties": {
        "nlu": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["intent", "examples"],
                "additionalProperties": False,
                "properties": {
                    "intent": {"type": "string"},
                    "metadata": {
                        "type": "object",
                        "properties": {
                            "language": {"type": "string"},
                            "risk": {"enum": ["none", "concern", "high", "emergency"]},
                            "in_talk": {"type": "boolean"},
                        },
                        "additionalProperties": False,
                    },
                    "examples": {"type": "string"},
                },
            },
        }
    },
}


# As many hexadecimal digits tell labelled messages apart.
MARK = 6


@dataclass(frozen=True)
class Message:
    """One labelled message; `risk` is None where it is the lowest of its intent.

    `in_talk` is true where it goes on with a talk, as wordings of follow-ups do.
    """

    text: str
    intent: str
    language: str
    risk: str | None
    in_talk: bool = False


def everything(root: Path) -> list[Message]:
    """All messages of the project at `root`. Raises DataFileError."""
    return [*read(root / "data" / "nlu"), *of_follow_ups(root / "answers")]


def of_encoder(root: Path, name: str) -> list[Message]:
    """What the encoder of that name learns: the multilingual one nothing that goes on with a talk.

    It reads English as a second opinion only. Raises DataFileError.
    """
    if name == "english":
        return [message for message in everything(root) if message.language == "en"]
    return [message for message in read(root / "data" / "nlu") if not message.in_talk]


def read(folder: Path) -> list[Message]:
    """Every example of every intent below `folder`. Raises DataFileError."""
    return [message for file in sorted(folder.rglob("*.yml")) for message in read_file(file)]


def read_file(file: Path) -> Iterator[Message]:
    """Every example of every intent of one file. Raises DataFileError."""
    for block in data_file.load(file, SCHEMA)["nlu"]:
        about = block.get("metadata", {})
        for line in block["examples"].splitlines():
            yield Message(
                text=line.removeprefix("- ").strip(),
                intent=block["intent"],
                language=about.get("language", "en"),
                risk=about.get("risk"),
                in_talk=about.get("in_talk", False),
            )


def of_follow_ups(answers: Path) -> list[Message]:
    """The wordings of the follow-ups whose intent is known, but for those that may mean another.

    Raises DataFileError.
    """
    return [
        Message(text, one["intent"], language="en", risk=None, in_talk=True)
        for one, _, _ in follow_up_files.entries(answers)
        if "intent" in one
        for text in one["asked"]
        if text not in one.get("not_learned", ())
    ]


def mark(message: Message) -> str:
    """What a labelled message is known by where its words need not stand."""
    return mark_of(message.intent, message.text)


def mark_of(intent: str, text: str) -> str:
    """The mark of the message of that intent and text."""
    return hashlib.sha256(f"{intent}\t{text}".encode()).hexdigest()[:MARK]


def marks_in(joined: str) -> set[str]:
    """The marks of a string that strings them together."""
    return {joined[start : start + MARK] for start in range(0, len(joined), MARK)}
