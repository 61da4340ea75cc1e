"""How well a classifier names one of a few labels: right, sure, and right where it was sure."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from rasa.core.agent import Agent

from beacon import data_file
from beacon.bench.report import share, table


class Heard(NamedTuple):
    """The label of a message, whether it was found, and whether the classifier was sure."""

    label: str
    is_right: bool
    is_sure: bool


def read_labelled(file: Path, name: str, labels: Sequence[str]) -> list[dict[str, str]]:
    """Messages of a file, each with a label, called `name`, and maybe a `second` that is as right.

    Raises DataFileError.
    """
    label = {"enum": list(labels)}
    message = {
        "type": "object",
        "required": ["text", name],
        "additionalProperties": False,
        "properties": {"text": {"type": "string"}, name: label, "second": label},
    }
    schema: dict[str, Any] = {
        "type": "object",
        "required": ["language", "messages"],
        "additionalProperties": False,
        "properties": {
            "language": {"const": "en"},
            "messages": {"type": "array", "items": message},
        },
    }
    messages: list[dict[str, str]] = data_file.load(file, schema)["messages"]
    return messages


def parsed_chances(agent: Agent, texts: Iterable[str], name: str) -> list[Mapping[str, float]]:
    """What the head gives each text whose chances stand under `name` in parse data."""

    async def parsed() -> list[Mapping[str, float]]:
        return [(await agent.parse_message(text)).get(name) or {} for text in texts]

    return asyncio.run(parsed())


def shares(what: str, heard: Sequence[Heard], labels: Sequence[str]) -> str:
    """A table by label, with `what` above the labels, and a line for all of them together."""
    parts = {label: [one for one in heard if one.label == label] for label in labels}
    rows = [[label, *_shares(part)] for label, part in parts.items() if part]
    return table([what, "messages", "right", "sure", "right where sure"], rows) + (
        f"\n\nAll of them: {' '.join(_shares(heard))}"
    )


def _shares(heard: Sequence[Heard]) -> list[str]:
    sure = [one for one in heard if one.is_sure]
    return [str(len(heard)), _right(heard), share(len(sure), len(heard)), _right(sure)]


def _right(heard: Sequence[Heard]) -> str:
    return share(sum(one.is_right for one in heard), len(heard))
