"""The bill of materials names what the locks name, release by release, and nothing else."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from beacon.project import ROOT

BILLS = {"beacon": ROOT / "requirements.lock", "triage": ROOT / "triage" / "requirements.lock"}


@pytest.fixture(scope="module")
def bills(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("bills")
    command = ["sh", str(ROOT / "tools" / "sbom.sh"), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {name: json.loads((folder / f"{name}.cdx.json").read_text()) for name in BILLS}


def pinned(lock: Path) -> list[tuple[str, str]]:
    """Name and version of each package of a lock."""
    return re.findall(r"^([\w.-]+)(?:\[[^]]*\])?==([^\s;\\]+)", lock.read_text(), re.MULTILINE)


def test_the_components_are_those_of_the_lock(bills: dict[str, dict[str, Any]]) -> None:
    for name, lock in BILLS.items():
        components = [(each["name"], each["version"]) for each in bills[name]["components"]]
        assert len(components) > 10
        assert sorted(components) == sorted(pinned(lock))


def test_each_component_has_its_hashes_and_its_address_in_any_bill(
    bills: dict[str, dict[str, Any]],
) -> None:
    for bill in bills.values():
        assert bill["bomFormat"] == "CycloneDX"
        for component in bill["components"]:
            [distribution] = component["externalReferences"]
            assert {each["alg"] for each in distribution["hashes"]} == {"SHA-256"}
            assert component["purl"].startswith("pkg:pypi/")
