"""The operator's files: policy and categories, and how a bad value is refused."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from cases import categories, policy

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
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_its_name(
    tmp_path: Path, name: str, value: object
) -> None:
    with pytest.raises(ImproperlyConfigured, match=rf"policy\.yml: {name}: it must be "):
        policy.load(written(tmp_path, {**GOOD, name: value}))


@pytest.mark.parametrize("name", GOOD)
def test_a_setting_that_is_missing_is_named(tmp_path: Path, name: str) -> None:
    rest = {key: value for key, value in GOOD.items() if key != name}
    with pytest.raises(ImproperlyConfigured, match=f"{name}: it is missing"):
        policy.load(written(tmp_path, rest))


def test_a_setting_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="minutes_until_nobdy: there is no such setting"):
        policy.load(written(tmp_path, {**GOOD, "minutes_until_nobdy": 3}))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("- a list", "it must hold names with values"),
        ("", "it must hold names with values"),
        ("who: one\nwho: two\n", "policy.yml:2: the key 'who' stands twice"),
        ("who: [", "policy.yml:"),
    ],
)
def test_a_file_that_is_no_policy_is_refused(tmp_path: Path, content: str, problem: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        policy.load(written(tmp_path, content))
    assert problem in str(refused.value)


def test_a_file_that_is_missing_or_not_utf_8_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="No such file"):
        policy.load(tmp_path / "policy.yml")
    path = tmp_path / "other.yml"
    path.write_bytes(b"who: \xff\xfe")
    with pytest.raises(ImproperlyConfigured, match="UTF-8"):
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
    assert "days_of_case: it must be a whole number from 1 to 3650" in run.stderr


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
        ({}, "it must be a list of groups"),
        ([], "it must be a list of groups"),
        (["Violence"], "group 1: it must have `group` and `categories`"),
        ([{"group": "A", "categories": {"a": "A"}, "more": 1}], "group 1: it must have"),
        ([{"group": 5, "categories": {"a": "A"}}], "group 1: its name must be words"),
        ([{"group": "A", "categories": {}}], "A: it has no categories"),
        ([{"group": "A", "categories": ["a"]}], "A: it has no categories"),
        ([{"group": "A", "categories": {"Big": "A"}}], "A: Big: a key is small letters"),
        ([{"group": "A", "categories": {"a" * 41: "A"}}], "a key is small letters"),
        ([{"group": "A", "categories": {True: "A"}}], "A: True: a key is small letters"),
        ([{"group": "A", "categories": {"a": None}}], "A: a: its title must be one line"),
        (
            [{"group": "A", "categories": {"a": "A"}}, {"group": "B", "categories": {"a": "A"}}],
            "a: the key stands in 2 groups",
        ),
    ],
)
def test_categories_that_cannot_be_used_are_refused(
    tmp_path: Path, content: object, problem: str
) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        categories.load(written(tmp_path, content))
    assert problem in str(refused.value)
