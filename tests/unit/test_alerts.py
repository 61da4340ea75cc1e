"""Alerts and dashboard: they fire when they must, and name only numbers that there are."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from beacon import metrics
from beacon.project import ROOT

FOLDER = ROOT / "deploy" / "metrics"
TESTS = ROOT / "tests" / "unit" / "alerts.yml"
# Prometheus' own, about every program that it asks.
OF_PROMETHEUS = {"up"}
NUMBERS = re.compile(r"\b(?:beacon_\w+|process_\w+|up)\b")
NAMED_IN_THE_ISSUE = {
    "EmergencyNotAnswered",
    "HandOversNotTaken",
    "LookUpsFailing",
    "RegisterStale",
}


def read(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text())


def rules() -> list[dict[str, Any]]:
    return [rule for group in read("alerts.yml")["groups"] for rule in group["rules"]]


def panels() -> list[dict[str, Any]]:
    return list(json.loads((FOLDER / "dashboard.json").read_text())["panels"])


def expressions() -> Iterator[str]:
    yield from (rule["expr"] for rule in rules())
    yield from (target["expr"] for panel in panels() for target in panel["targets"])


def there() -> set[str]:
    """The numbers that the bot and the staff's application give."""
    of_bot = {sample.name for family in metrics.REGISTRY.collect() for sample in family.samples}
    source = (ROOT / "triage" / "cases" / "metrics.py").read_text()
    return of_bot | set(re.findall(r'"(beacon_staff_\w+)"', source)) | OF_PROMETHEUS


def promtool(*arguments: str | Path) -> None:
    program = shutil.which("promtool")
    if program is None:
        assert not os.environ.get("CI"), "CI needs promtool"
        pytest.skip("there is no promtool (on Debian: apt-get install prometheus)")
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_number_that_is_named_is_there() -> None:
    named = {name for text in expressions() for name in NUMBERS.findall(text)}
    assert {"up", "beacon_messages_total", "process_resident_memory_bytes"} <= named
    assert named - there() == set()


def test_every_number_of_ours_is_on_the_dashboard_or_in_an_alert() -> None:
    named = {name for text in expressions() for name in NUMBERS.findall(text)}
    ours = {name for name in there() if name.startswith("beacon_")}
    assert ours - named == set()


def test_the_labels_that_are_named_are_there() -> None:
    samples = [sample for family in metrics.REGISTRY.collect() for sample in family.samples]
    known = {(name, word) for sample in samples for name, word in sample.labels.items()}
    known |= {("job", job["job_name"]) for job in read("prometheus.yml")["scrape_configs"]}
    named = {pair for text in expressions() for pair in re.findall(r'(\w+)="([^"]*)"', text)}
    assert named - known == set()


def test_the_alerts_of_the_issue_are_there() -> None:
    assert {rule["alert"] for rule in rules()} >= NAMED_IN_THE_ISSUE


def test_every_alert_says_what_is_wrong_what_to_do_and_how_soon() -> None:
    for rule in rules():
        assert set(rule["annotations"]) == {"summary", "action"}
        assert rule["labels"]["severity"] in ("page", "ticket")


def test_every_alert_is_tried_both_ways() -> None:
    tried = [
        (check["alertname"], bool(check.get("exp_alerts")))
        for test in yaml.safe_load(TESTS.read_text())["tests"]
        for check in test["alert_rule_test"]
    ]
    wanted = {(rule["alert"], fires) for rule in rules() for fires in (True, False)}
    assert wanted - set(tried) == set()


def test_no_panel_lies_on_another() -> None:
    taken = [
        (x, y)
        for place in (panel["gridPos"] for panel in panels())
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(taken) == len(set(taken))
    assert len({panel["id"] for panel in panels()}) == len(panels())


def test_promtool_takes_the_alerts() -> None:
    promtool("check", "rules", FOLDER / "alerts.yml")


def test_the_alerts_fire_when_they_must() -> None:
    promtool("test", "rules", TESTS)


def test_promtool_takes_the_configuration(tmp_path: Path) -> None:
    for name in ("prometheus.yml", "alerts.yml"):
        shutil.copy(FOLDER / name, tmp_path)
    (tmp_path / "metrics-secret").write_text("known to the tests only")
    promtool("check", "config", tmp_path / "prometheus.yml")


def test_promtool_takes_the_expressions_of_the_dashboard(tmp_path: Path) -> None:
    texts = [target["expr"] for panel in panels() for target in panel["targets"]]
    recorded = [
        {"record": f"panel:{number}", "expr": text.replace("$__rate_interval", "5m")}
        for number, text in enumerate(texts)
    ]
    file = tmp_path / "dashboard.yml"
    file.write_text(yaml.safe_dump({"groups": [{"name": "dashboard", "rules": recorded}]}))
    promtool("check", "rules", file)
