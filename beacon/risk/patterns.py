"""Phrases that raise the risk of a message, from risk/patterns.yml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from beacon import data_file
from beacon.levels import Risk
from beacon.patterns import PatternBook, read_patterns


@dataclass(frozen=True)
class Match:
    """A pattern that fits a message: its name, its level, and the intent that it stands for.

    `says` is what the conversation must remember of it, `language` the one it is written in. An
    emergency that is `in_doubt` may be none: its words are also said of shame.
    """

    name: str
    level: Risk
    intent: str | None = None
    says: str | None = None
    language: str | None = None
    in_doubt: bool = False

    @property
    def named_level(self) -> str:
        """The name of its level, which is no level's where it is in doubt."""
        return f"{self.level.name} in doubt" if self.in_doubt else self.level.name

    @property
    def is_sure_alarm(self) -> bool:
        """Whether it is an emergency beyond doubt."""
        return self.level is Risk.emergency and not self.in_doubt


def load_patterns(folder: Path) -> PatternBook[Match]:
    """Reads the patterns of `folder`, the most urgent first.

    Raises DataFileError, also where an example does not fit.
    """
    schema = data_file.load(folder / "schema.yml", {})
    patterns = read_patterns(folder / "patterns.yml", "patterns", schema, _match)
    return PatternBook(sorted(patterns, key=lambda pattern: -pattern.meaning.level))


def _match(entry: Mapping[str, Any]) -> Match:
    level = Risk.of(entry["level"])
    words = entry.get("intent"), entry.get("says"), entry.get("language")
    return Match(entry["name"], level, *words, in_doubt=entry.get("in_doubt", False))
