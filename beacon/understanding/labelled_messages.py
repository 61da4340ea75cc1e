"""Messages with one of a few labels each, from which one more head learns.

`data/acts.yml` has what they do in a talk, `data/writers.yml` who writes them, `data/danger.yml`
where a chat stands after them, `data/feelings.yml` how their writers are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from beacon import data_file


def read(file: Path, labels: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Every message of the file, with its label. Raises DataFileError."""
    stored = data_file.load(file, _schema(labels))
    for label in labels:
        yield from ((text, label) for text in stored[label])


def _schema(labels: Sequence[str]) -> dict[str, Any]:
    messages = {
        "type": "array",
        "minItems": 1,
        "uniqueItems": True,
        "items": {"type": "string", "minLength": 1},
    }
    return {
        "type": "object",
        "required": ["language", *labels],
        "additionalProperties": False,
        "properties": {"language": {"const": "en"}, **dict.fromkeys(labels, messages)},
    }
