"""The operator's policy, from policy.yml: who answers, how long a child waits, what is kept."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from cases.yaml_file import FileError, read

FILE = Path(os.environ.get("BEACON_STAFF_POLICY", settings.TRIAGE / "policy.yml"))

# What is wrong with a value, or None.
Check = Callable[[object], str | None]


@dataclass(frozen=True)
class Policy:
    """The settings of policy.yml, under their names there."""

    service: str
    who: str
    minutes_until_nobody: int
    minutes_of_silence: int
    workers_see_everything: bool
    days_of_transcript: int
    days_of_case: int


@cache
def policy() -> Policy:
    """The policy that is in force until the application is started again."""
    return load(FILE)


def load(path: Path) -> Policy:
    """The policy in a file. Raises ImproperlyConfigured, which names a value that can't be used."""
    try:
        content = read(path)
    except FileError as error:
        raise ImproperlyConfigured(str(error)) from error
    if not isinstance(content, dict):
        raise ImproperlyConfigured(f"{path}: it must hold names with values, such as `who: ...`")
    for name in content:
        if name not in _CHECKS:
            raise ImproperlyConfigured(f"{path}: {name}: there is no such setting")
    for name, check in _CHECKS.items():
        problem = check(content[name]) if name in content else "it is missing"
        if problem:
            raise ImproperlyConfigured(f"{path}: {name}: {problem}")
    return Policy(**content)


def _words(most: int) -> Check:
    def check(value: object) -> str | None:
        if not isinstance(value, str) or not value.strip():
            return "it must be words, in quotes"
        if len(value) > most or not value.isprintable():
            return f"it must be one line of at most {most} characters"
        return None

    return check


def _number(least: int, most: int) -> Check:
    def check(value: object) -> str | None:
        is_number = isinstance(value, int) and not isinstance(value, bool)
        if is_number and least <= value <= most:  # type: ignore[operator]
            return None
        return f"it must be a whole number from {least} to {most}"

    return check


def _truth(value: object) -> str | None:
    return None if isinstance(value, bool) else "it must be true or false"


_CHECKS: dict[str, Check] = {
    "service": _words(60),
    "who": _words(200),
    "minutes_until_nobody": _number(1, 24 * 60),
    "minutes_of_silence": _number(1, 24 * 60),
    "workers_see_everything": _truth,
    "days_of_transcript": _number(1, 30),
    "days_of_case": _number(1, 3650),
}
