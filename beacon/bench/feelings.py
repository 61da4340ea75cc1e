"""How well the trained model hears how writers are: a part of `make bench`."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent

from beacon import data_file
from beacon.bench.report import share, table
from beacon.project import ROOT
from beacon.understanding.feelings import LABELS, NEITHER, surely
from beacon.understanding.parse_keys import FEELINGS

# Messages by another writer than those that the model learns.
MESSAGES = ROOT / "tests" / "nlu" / "feelings" / "test_en.yml"
_FEELING = {"enum": list(LABELS)}
_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["language", "messages"],
    "additionalProperties": False,
    "properties": {
        "language": {"const": "en"},
        "messages": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["text", "feeling"],
                "additionalProperties": False,
                "properties": {
                    "text": {"type": "string"},
                    "feeling": _FEELING,
                    "second": _FEELING,
                },
            },
        },
    },
}


@dataclass(frozen=True)
class Felt:
    """A message, how its writer is, and a second label that is as right."""

    text: str
    feeling: str
    second: str | None = None

    def accepts(self, feeling: str | None) -> bool:
        """Whether that is right to be said of it; None where nothing is said."""
        return (feeling or NEITHER) in (self.feeling, self.second)


def messages(file: Path = MESSAGES) -> list[Felt]:
    """The messages of the file. Raises DataFileError."""
    return [Felt(**one) for one in data_file.load(file, _SCHEMA)["messages"]]


def report(agent: Agent) -> str:
    """A table of what the trained model hears in the messages with each feeling."""
    return table_of(asyncio.run(_parsed(agent)))


def table_of(parsed: Sequence[tuple[Felt, Mapping[str, float]]]) -> str:
    """By feeling: how many were heard rightly, wrongly as another one, and not at all."""
    rows = []
    for label in LABELS:
        heard = [(one, surely(chances)) for one, chances in parsed if one.feeling == label]
        if heard:
            rows.append([label, str(len(heard)), *_shares(heard)])
    all_ = _shares([(one, surely(chances)) for one, chances in parsed])
    header = ["writers who", "messages", "heard rightly", "as something else", "not"]
    return table(header, rows) + f"\n\nAll of them: {len(parsed)} {' '.join(all_)}"


def _shares(heard: Sequence[tuple[Felt, str | None]]) -> list[str]:
    right = sum(one.accepts(feeling) for one, feeling in heard)
    missed = sum(feeling is None and not one.accepts(None) for one, feeling in heard)
    wrong = len(heard) - right - missed
    return [share(count, len(heard)) for count in (right, wrong, missed)]


async def _parsed(agent: Agent) -> list[tuple[Felt, Mapping[str, float]]]:
    return [(one, (await agent.parse_message(one.text)).get(FEELINGS) or {}) for one in messages()]
