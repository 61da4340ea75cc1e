"""What a child that writes another language is told to do first: answers/first_steps.yml."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from beacon import data_file
from beacon.answers.conditions import INTENTS, TOPICS, When, fits, named, unknown
from beacon.answers.turn import Turn
from beacon.data_file import DataFileError

NAME = "first_steps"


@dataclass(frozen=True)
class FirstStep:
    """The phrase `step`, where the turn is one of `intents` (any, if none) and `when` holds of it.

    Without a phrase nothing is said. What is `for_children` is not said to an adult.
    """

    step: str | None = None
    when: When = field(default_factory=dict)
    intents: tuple[str, ...] = ()
    for_children: bool = False

    def fits(self, turn: Turn) -> bool:
        """Whether it is what that turn is told."""
        if self.for_children and turn.band == "adult":
            return False
        return (not self.intents or turn.intent in self.intents) and fits(self.when, turn)


def load_first_steps(
    folder: Path, schema: dict[str, Any], phrases: Collection[str], topics: Collection[str]
) -> tuple[FirstStep, ...]:
    """Reads the steps. Raises DataFileError, also for a phrase, an intent or a topic unknown."""
    file = folder / f"{NAME}.yml"
    entries = data_file.load(file, schema)[NAME]
    steps = tuple(FirstStep(**{**one, "intents": tuple(one.get("intents", ()))}) for one in entries)
    for number, step in enumerate(steps):
        for problem in _problems(step, phrases, topics):
            raise DataFileError(file, data_file.line_of(file, [NAME, number]), problem)
    return steps


def _problems(step: FirstStep, phrases: Collection[str], topics: Collection[str]) -> list[str]:
    intents = {*step.intents, *named([step.when], *INTENTS)}
    return [
        *(f"{name!r} is no phrase" for name in {step.step} - {None, *phrases}),
        *unknown(intents, named([step.when], *TOPICS), topics),
    ]
