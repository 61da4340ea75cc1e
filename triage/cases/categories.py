"""What a case may have been about, from categories.yml, which an operator may change."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from config.fields import Field
from counts.groups import RECORD_KEY

FILE: Path = settings.TRIAGE / "categories.yml"

_LONGEST_TITLE = 120


@dataclass(frozen=True)
class Group:
    """Categories that belong together: (key, title) each."""

    name: str
    categories: tuple[tuple[str, str], ...]


@cache
def groups() -> tuple[Group, ...]:
    """The groups in the order of the file."""
    return load(FILE)


def title(key: str) -> str:
    """The title of a category; its key where the file lacks it now."""
    return dict(pair for group in groups() for pair in group.categories).get(key, key)


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The categories for a select, by group."""
    return [(group.name, list(group.categories)) for group in groups()]


def load(path: Path) -> tuple[Group, ...]:
    """The groups in a file. Raises DataFileError, which names the line that can't be used."""
    found: list[Group] = []
    seen: set[str] = set()
    for entry in Field.of_file(path).items():
        parts = entry.parts(("group", "categories"))
        categories = parts["categories"].entries()
        if not categories:
            parts["categories"].refuse("there are no categories")
        for key, words in categories.items():
            if not RECORD_KEY.fullmatch(key):
                words.refuse("a key is small letters, digits and _, at most 40")
            if key in seen:
                words.refuse("this key stands in two groups")
        seen.update(categories)
        titles = ((key, words.line_of_text(_LONGEST_TITLE)) for key, words in categories.items())
        found.append(Group(parts["group"].line_of_text(_LONGEST_TITLE), tuple(titles)))
    return tuple(found)
