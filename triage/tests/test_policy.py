"""The operator's files: policy and categories, and how a bad value is refused."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from cases import categories, policy
from config.fields import DataFileError

GOOD = yaml.safe_load((settings.TRIAGE / "policy.yml").read_text())


def written(tmp_path: Path, content: object) -> Path:
    path = tmp_path / "policy.yml"
    path.write_text(content if isinstance(content, str) else yaml.safe_dump(content))
    return path


def test_the_shipped_policy_is_in_force() -> None:
    assert vars(policy.policy()) == GOOD


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("service", ""),
        ("service", "   "),
        ("service", 5),
        ("service", "x" * 61),
        ("service", "two\nlines"),
        ("who", None),
        ("who", ["people"]),
        ("who", "x" * 201),
        ("minutes_until_nobody", 0),
        ("minutes_until_nobody", -5),
        ("minutes_until_nobody", "10"),
        ("minutes_until_nobody", 1.5),
        ("minutes_until_nobody", True),
        ("minutes_until_nobody", 1441),
        ("minutes_of_silence", 0),
        ("minutes_of_silence", None),
        ("workers_see_everything", "no"),
        ("workers_see_everything", 0),
        ("days_of_transcript", 0),
        ("days_of_transcript", 31),
        ("days_of_case", 0),
        ("days_of_case", 3651),
        ("days_of_audit", 29),
        ("days_of_audit", 3651),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_its_name(
    tmp_path: Path, name: str, value: object
) -> None:
    path = written(tmp_path, {**GOOD, name: value})
    lines = path.read_text().splitlines()
    line = next(place for place, text in enumerate(lines, 1) if text.startswith(f"{name}:"))
    # A list begins on the line after its name.
    where = rf"policy\.yml:({line}|{line + 1}): {name}: "
    with pytest.raises(DataFileError, match=f"{where}it must be "):
        policy.load(path)


@pytest.mark.parametrize("name", GOOD)
def test_a_setting_that_is_missing_is_named(tmp_path: Path, name: str) -> None:
    rest = {key: value for key, value in GOOD.items() if key != name}
    with pytest.raises(DataFileError, match=rf"policy\.yml:1: .*{name} is missing"):
        policy.load(written(tmp_path, rest))


def test_a_setting_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="minutes_until_nobdy: there is no such key"):
        policy.load(written(tmp_path, {**GOOD, "minutes_until_nobdy": 3}))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("- a list", "policy.yml:1: the file: this must be keys and values"),
        ("", "policy.yml:1: the file is empty"),
        ("who: one\nwho: two\n", "policy.yml:2: who: this key stands twice"),
        ("who: [", "policy.yml:"),
        ("service: us\nwho: people\x0bof Word\n", "policy.yml:2: there is a character"),
        ("service: us\nwho: \x00\n", "policy.yml:2: there is a character"),
    ],
)
def test_a_file_that_is_no_policy_is_refused(tmp_path: Path, content: str, problem: str) -> None:
    with pytest.raises(DataFileError) as refused:
        policy.load(written(tmp_path, content))
    assert problem in str(refused.value)


def test_a_file_that_is_missing_or_not_utf_8_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="No such file"):
        policy.load(tmp_path / "policy.yml")
    path = tmp_path / "other.yml"
    path.write_bytes(b"who: \xff\xfe")
    with pytest.raises(DataFileError, match="UTF-8"):
        policy.load(path)


def test_the_application_does_not_start_with_a_bad_policy(tmp_path: Path) -> None:
    path = written(tmp_path, {**GOOD, "days_of_case": "many"})
    run = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=settings.TRIAGE,
        env={**os.environ, "BEACON_STAFF_POLICY": str(path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode != 0
    line = path.read_text().splitlines().index("days_of_case: many") + 1
    problem = "days_of_case: it must be a whole number from 1 to 3650"
    assert f"policy.yml:{line}: {problem}" in run.stderr


def test_the_shipped_categories_are_in_their_groups() -> None:
    groups = {group.name: dict(group.categories) for group in categories.groups()}
    assert {"online_extortion", "unwanted_sharing", "grooming", "deepfake"} <= set(
        groups["Violence"]
    )
    assert categories.title("grooming") == groups["Violence"]["grooming"]
    assert categories.title("gone_since") == "gone_since"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ({}, "policy.yml:1: the file: this must be a list"),
        ([], "policy.yml:1: the file: this must hold 1 to 1000"),
        (["Violence"], "policy.yml:1: the file 1: this must be keys and values"),
        ([{"group": "A", "categories": {"a": "A"}, "more": 1}], "more: there is no such key"),
        ([{"group": "A"}], "the file 1: categories is missing"),
        ([{"group": None, "categories": {"a": "A"}}], "group: this must be a text"),
        ([{"group": "A", "categories": {}}], "categories: there are no categories"),
        ([{"group": "A", "categories": ["a"]}], "categories: this must be keys and values"),
        ([{"group": "A", "categories": {"Big": "A"}}], "Big: a key is small letters"),
        ([{"group": "A", "categories": {"a" * 41: "A"}}], "a key is small letters"),
        ([{"group": "A", "categories": {"a": None}}], "a: this must be a text"),
        ([{"group": "A", "categories": {"a": "x" * 121}}], "a: this must be a text"),
        ([{"group": "A", "categories": {"a": "two\nlines"}}], "a: this must be on one line"),
        (
            [{"group": "A", "categories": {"a": "A"}}, {"group": "B", "categories": {"a": "A"}}],
            "policy.yml:5: a: this key stands in two groups",
        ),
        ("- group: A\n  categories:\n    a: from\x0bWord\n", "policy.yml:3: there is a character"),
    ],
)
def test_categories_that_cannot_be_used_are_refused(
    tmp_path: Path, content: object, problem: str
) -> None:
    with pytest.raises(DataFileError) as refused:
        categories.load(written(tmp_path, content))
    assert problem in str(refused.value)
