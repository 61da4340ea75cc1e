"""Reads dictionary.yml: the meaning of every figure, and the words for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from cases import categories, words
from cases.choices import ACTIONS, OUTCOMES
from config.fields import Field
from counts.groups import BANDS, DIMENSIONS, KINDS, RECORD, RISKS

FILE = Path(__file__).with_name("dictionary.yml")
FIELDS = (
    "first_week",
    "last_week",
    "dimension",
    "value",
    "kind",
    "number",
    "mean_seconds_to_take",
)


@dataclass(frozen=True)
class Entry:
    """What something is called, and what it means."""

    label: str
    means: str


Entries = Mapping[str, Entry]


@dataclass(frozen=True)
class Dictionary:
    """All of the file."""

    about: str
    small_groups: str
    overlapping_weeks: str
    fields: Mapping[str, str]
    kinds: Entries
    dimensions: Entries
    risks: Entries
    age_bands: Entries
    topics: Mapping[str, str]

    def label(self, dimension: str, value: str) -> str:
        """What a value of a dimension is called on a page; one without an entry stands as it is."""
        if not value:
            return _("not told")
        if dimension == "language":
            return words.language(value)
        if dimension == "topic":
            return words.topic(value)
        if dimension in RECORD:
            return self.records()[dimension].get(value, value)
        entries = {"risk": self.risks, "age_band": self.age_bands}.get(dimension, {})
        return entries[value].label if value in entries else value

    def records(self) -> Mapping[str, Mapping[str, str]]:
        """What a worker can choose for the record of a case, with what it is called there."""
        return {
            "category": dict(pair for group in categories.groups() for pair in group.categories),
            "action": dict(ACTIONS),
            "outcome": dict(OUTCOMES),
        }

    def named_records(self) -> Iterator[tuple[str, Mapping[str, str]]]:
        """The same, under what a page calls each."""
        for name, choices in self.records().items():
            yield self.dimensions[name].label, choices

    def named_topics(self) -> Iterator[tuple[str, Entry]]:
        """Every topic with what it is called in the queue, and what it means."""
        for name, means in self.topics.items():
            yield name, Entry(words.topic(name), means)


@cache
def dictionary() -> Dictionary:
    """The dictionary that the pages and exports speak from."""
    return read(FILE)


def read(file: Path) -> Dictionary:
    """Reads a dictionary. Raises DataFileError with file and line where it's not whole."""
    parts = Field.of_file(file).parts([field.name for field in fields(Dictionary)])
    return Dictionary(
        about=parts["about"].text(),
        small_groups=parts["small_groups"].text(),
        overlapping_weeks=parts["overlapping_weeks"].text(),
        fields=_texts(parts["fields"].parts(FIELDS)),
        kinds=_entries(parts["kinds"].parts(KINDS)),
        dimensions=_entries(parts["dimensions"].parts(("week", *DIMENSIONS, *RECORD))),
        risks=_entries(parts["risks"].parts(RISKS)),
        age_bands=_entries(parts["age_bands"].parts(BANDS)),
        topics=_texts(parts["topics"].entries()),
    )


def _texts(parts: Mapping[str, Field]) -> Mapping[str, str]:
    return {name: part.text() for name, part in parts.items()}


def _entries(parts: Mapping[str, Field]) -> Entries:
    return {name: _entry(part) for name, part in parts.items()}


def _entry(field: Field) -> Entry:
    parts = field.parts(("label", "means"))
    return Entry(parts["label"].text(), parts["means"].text())
