"""The stories below tests/stories, run by Rasa's own command on the trained model."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from beacon.project import ROOT
from tests.conftest import MODEL


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which `rasa test core` wrote its report and the stories that failed.

    Without --fail-on-prediction-errors, which stops at the first story that fails.
    """
    folder = tmp_path_factory.mktemp("stories")
    stories = ["--stories", "tests/stories", "--e2e", "--no-plot", "--out", str(folder)]
    command = [sys.executable, "-m", "rasa", "test", "core", "--model", MODEL, *stories]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-6000:]
    return folder


@pytest.fixture(scope="module")
def report(results: Path) -> dict[str, Any]:
    """What Rasa counted: for each intent and action, and of whole stories."""
    return dict(json.loads((results / "story_report.json").read_text()))


def test_every_intent_and_every_action_is_the_right_one(report: dict[str, Any]) -> None:
    # Rasa counts a missing entity as "None", and entities themselves with their brackets.
    names = [name for name in report if name.isidentifier() and name != "None"]
    counted = [
        name for name in names if isinstance(report[name], dict) and "support" in report[name]
    ]
    assert [name for name in counted if report[name]["f1-score"] < 1] == []


def test_no_story_fails(report: dict[str, Any], results: Path) -> None:
    whole = report["conversation_accuracy"]
    failed = (results / "failed_test_stories.yml").read_text()
    assert whole["correct"] == whole["total"], failed
