"""What a case may have been about, from categories.yml, which an operator may change."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from cases.yaml_file import FileError, read

FILE: Path = settings.TRIAGE / "categories.yml"

_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
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
    """The groups in a file. Raises ImproperlyConfigured, which says what in it can't be used."""
    try:
        content = read(path)
    except FileError as error:
        raise ImproperlyConfigured(str(error)) from error
    if not isinstance(content, list) or not content:
        raise ImproperlyConfigured(f"{path}: it must be a list of groups")
    found = tuple(_group(path, position, group) for position, group in enumerate(content, 1))
    keys = Counter(key for group in found for key, _ in group.categories)
    for key, times in keys.items():
        if times > 1:
            raise ImproperlyConfigured(f"{path}: {key}: the key stands in {times} groups")
    return found


def _group(path: Path, position: int, content: Any) -> Group:
    if not isinstance(content, dict) or set(content) != {"group", "categories"}:
        problem = "it must have `group` and `categories`, and nothing else"
        raise ImproperlyConfigured(f"{path}: group {position}: {problem}")
    name, categories = content["group"], content["categories"]
    if not _is_title(name):
        raise ImproperlyConfigured(f"{path}: group {position}: its name must be words")
    if not isinstance(categories, dict) or not categories:
        raise ImproperlyConfigured(f"{path}: {name}: it has no categories")
    for key, words in categories.items():
        if not isinstance(key, str) or not _KEY.fullmatch(key):
            problem = "a key is small letters, digits and _, at most 40"
            raise ImproperlyConfigured(f"{path}: {name}: {key}: {problem}")
        if not _is_title(words):
            problem = f"its title must be one line of at most {_LONGEST_TITLE} characters"
            raise ImproperlyConfigured(f"{path}: {name}: {key}: {problem}")
    return Group(name, tuple(categories.items()))


def _is_title(words: object) -> bool:
    return isinstance(words, str) and 0 < len(words) <= _LONGEST_TITLE and words.isprintable()
