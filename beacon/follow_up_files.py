"""What stands in answers/en/follow_ups, and beside it: for answers, classifiers and an encoder.

Without any of the bot's packages, which are not there where encoders are trained.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from beacon import data_file

FOLLOW_UPS = "follow_ups"
# By the name of the list in each file.
FOLDERS = {FOLLOW_UPS: Path("en", "follow_ups"), "act_replies": Path("en", "acts")}


class Entry(NamedTuple):
    """One of them as it is written, with its file and its number in there, from 0."""

    content: Mapping[str, Any]
    file: Path
    number: int


def entries(answers: Path, kind: str = FOLLOW_UPS) -> Iterator[Entry]:
    """Those of a kind below the folder `answers`, none where no file is. Raises DataFileError."""
    files = sorted((answers / FOLDERS[kind]).glob("*.yml"))
    schema = data_file.load(answers / "schema.yml", {})[kind] if files else {}
    for file in files:
        for number, content in enumerate(data_file.load(file, schema)[kind]):
            yield Entry(content, file, number)
