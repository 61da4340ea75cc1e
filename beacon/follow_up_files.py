"""What stands in answers/en/follow_ups: for the answers, the classifiers and an encoder.

Without any of the bot's packages, which are not there where encoders are trained.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from beacon import data_file

FOLDER = Path("en", "follow_ups")


class Entry(NamedTuple):
    """One follow-up as it is written, with its file and its number in there, from 0."""

    content: Mapping[str, Any]
    file: Path
    number: int


def entries(answers: Path) -> Iterator[Entry]:
    """Those below the folder `answers`, none where there is no file. Raises DataFileError."""
    files = sorted((answers / FOLDER).glob("*.yml"))
    schema = data_file.load(answers / "schema.yml", {})["follow_ups"] if files else {}
    for file in files:
        for number, content in enumerate(data_file.load(file, schema)["follow_ups"]):
            yield Entry(content, file, number)
