"""A load that breaks a promise ends with status 1."""

from __future__ import annotations

import argparse
import math
from pathlib import Path
from typing import Any

import pytest

from tests.load import report
from tests.load.ledger import FATAL
from tests.load.machine import Sample, Watch
from tests.load.promises import broken
from tests.load.targets import Target

GOOD = {"sent": 10_000, "answered": 10_000, "numbers_only": 100, "requests_failed": 100}


def samples(*megabytes: float, name: str = "bot-1") -> list[Sample]:
    return [Sample(1.0 + n, {name: used}, {name: 0.0}, 0.0) for n, used in enumerate(megabytes)]


FLAT = samples(700, 822, 832, 832, 832)


def test_a_good_run_has_kept_all() -> None:
    assert list(broken(GOOD, 500.0, FLAT)) == []


@pytest.mark.parametrize("name", FATAL)
def test_one_message_that_went_wrong_is_one_too_many(name: str) -> None:
    assert list(broken({**GOOD, name: 1}, 22.0, FLAT)) == [f"{name}: 1"]


@pytest.mark.parametrize("p95", [501.0, 5000.0, math.nan])
def test_slow_answers_and_none_at_all_break_it(p95: float) -> None:
    [found] = broken(GOOD, p95, FLAT)
    assert found.startswith("p95 is")


@pytest.mark.parametrize("name", ["numbers_only", "requests_failed"])
@pytest.mark.parametrize("count", [101, 10_000])
def test_more_than_a_few_without_an_answer_break_it(name: str, count: int) -> None:
    [found] = broken({**GOOD, name: count}, 22.0, FLAT)
    assert found == f"{name}: {count}; at most 100 of 10000 may be"


def test_memory_that_grows_breaks_it() -> None:
    [found] = broken(GOOD, 22.0, samples(700, 780, 800, 830, 860))
    assert found == "bot-1 grew from 800 to 860 MB in the second half"


@pytest.mark.parametrize(
    "used",
    [
        samples(400, 600, 800, 820, 835),
        samples(700, 822, 832, 832, 420),
        samples(100, 120, 145, 160, 200, name="postgres"),
        samples(50, 60, 70, 80, 90, name="load generator"),
    ],
)
def test_what_grows_at_first_or_is_no_bot_does_not(used: list[Sample]) -> None:
    assert list(broken(GOOD, 22.0, used)) == []


class Locust:
    """A run that was over as soon as it began."""

    process = argparse.Namespace(pid=1)

    def __init__(self, *told: Any) -> None:
        self._milliseconds = 5000.0 if "slow" in told[1] else 20.0

    def wait(self, _seconds: float) -> dict[str, Any]:
        times = [(moment, self._milliseconds) for moment in (1.5, 2.0, 2.5, 3.0)]
        return {"counts": dict(GOOD), "times": times, "kept": [], "examples": []}

    def stop(self) -> None:
        """Nothing is left to stop."""


@pytest.mark.parametrize(
    ("url", "is_rest", "status"), [("quick", False, 0), ("slow", False, 1), ("slow", True, 0)]
)
def test_the_status_tells(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    url: str,
    is_rest: bool,
    status: int,
) -> None:
    monkeypatch.setattr(report, "Locust", Locust)
    monkeypatch.setattr(Watch, "start_after", lambda self, _pause: self.samples.extend(FLAT))
    options = argparse.Namespace(minutes=5, conversations=2, ramp=1, faster=1, standstills=[])
    target = Target("one", url, dict, is_rest=is_rest)
    assert report.load(target, options, tmp_path / "material.json") == status
    assert ("Not kept" in capsys.readouterr().out) == bool(status)


def test_a_run_without_a_standstill_has_shown_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name that no program has would pass otherwise."""
    monkeypatch.setattr(report, "Locust", Locust)
    monkeypatch.setattr(Watch, "start_after", lambda self, _pause: self.samples.extend(FLAT))
    options = argparse.Namespace(
        minutes=0, conversations=2, ramp=1, faster=1, standstills=["nobody"]
    )
    target = Target("one", "quick", dict)
    assert report.load(target, options, tmp_path / "material.json") == 1
    assert "None of these programs runs" in capsys.readouterr().out
