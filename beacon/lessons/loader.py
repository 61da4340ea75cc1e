"""Reads lessons/: one file a scenario, one a plan, one for the disclosure card."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from beacon import data_file
from beacon.data_file import DataFileError, Key
from beacon.lessons.model import (
    LESSON_MINUTES,
    Asked,
    Disclosure,
    Expected,
    Help,
    Lessons,
    Part,
    Plan,
    Scenario,
    Scene,
    Spoken,
    Step,
    Stop,
)
from beacon.levels import YOUNG_BANDS, Risk
from beacon.understanding.contract import lowest_risks

Problem = tuple[list[Key], str]


def load_lessons(folder: Path) -> Lessons:
    """Reads the classroom's files below `folder`. Raises DataFileError with file and line."""
    schemas = data_file.load(folder / "schema.yml", {})
    scenarios = sorted((folder / "scenarios").glob("*.yml"))
    return Lessons(
        scenarios={file.stem: _scenario(file, schemas["scenario"]) for file in scenarios},
        plans={
            band: _plan(folder / "plans" / f"{band}.yml", schemas["plan"]) for band in YOUNG_BANDS
        },
        disclosure=_disclosure(folder / "disclosure.yml", schemas["disclosure"]),
    )


def _read(file: Path, schema: dict[str, Any]) -> dict[str, Any]:
    if not file.is_file():
        raise DataFileError(file, 1, "the file is missing")
    content: dict[str, Any] = data_file.load(file, schema)
    content["reviewed"] = content.pop("review") != "draft"
    return content


def _refuse(file: Path, problems: Iterator[Problem]) -> None:
    for keys, problem in problems:
        where = ".".join(map(str, keys))
        raise DataFileError(file, data_file.line_of(file, keys), f"{where}: {problem}")


def _scenario(file: Path, schema: dict[str, Any]) -> Scenario:
    content = _read(file, schema)
    _refuse(file, _scenario_problems(content))
    steps = tuple(map(_step, content.pop("steps")))
    return Scenario(name=file.stem, steps=steps, **_frozen(content))


def _scenario_problems(content: dict[str, Any]) -> Iterator[Problem]:
    steps = content["steps"]
    for number, step in enumerate(steps):
        intent = step.get("expect", {}).get("intent")
        if intent and intent not in lowest_risks():
            yield ["steps", number, "expect", "intent"], f"there is no intent {intent!r}"
    for key, what in (("asks", "question to Beacon"), ("question", "stop to talk")):
        if not any(key in step for step in steps):
            yield ["steps"], f"there is no {what}"


def _step(step: dict[str, Any]) -> Step:
    if "scene" in step:
        return Scene(step["scene"])
    if "says" in step:
        return Spoken(step["from"], step["says"])
    if "question" in step:
        return Stop(step["question"], tuple(step.get("vote", ())), tuple(step["listen_for"]))
    expect = step["expect"]
    expected = Expected(expect["intent"], Risk.of(expect["risk"]), Help(expect["help"]))
    return Asked(step["asks"], expected)


def _plan(file: Path, schema: dict[str, Any]) -> Plan:
    content = _read(file, schema)
    _refuse(file, _plan_problems(content))
    parts = tuple(
        Part(part["part"], part["minutes"], tuple(part["steps"])) for part in content.pop("parts")
    )
    return Plan(band=file.stem, parts=parts, **_frozen(content))


def _plan_problems(content: dict[str, Any]) -> Iterator[Problem]:
    minutes = sum(part["minutes"] for part in content["parts"])
    if minutes != LESSON_MINUTES:
        yield ["parts"], f"the parts take {minutes} minutes, not {LESSON_MINUTES}"


def _disclosure(file: Path, schema: dict[str, Any]) -> Disclosure:
    return Disclosure(**_frozen(_read(file, schema)))


def _frozen(content: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(v) if isinstance(v, list) else v for key, v in content.items()}
