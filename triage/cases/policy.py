"""The operator's policy, from policy.yml: who answers, how long a child waits, what is kept."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from config.fields import Field

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
    days_of_audit: int


@cache
def policy() -> Policy:
    """The policy that is in force until the application is started again."""
    return load(FILE)


def load(path: Path) -> Policy:
    """The policy in a file. Raises DataFileError, which names the line that can't be used."""
    values = {}
    for name, field in Field.of_file(path).parts(_CHECKS).items():
        values[name] = field.value()
        if problem := _CHECKS[name](values[name]):
            field.refuse(problem)
    return Policy(**values)


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
    "days_of_audit": _number(30, 3650),
}
