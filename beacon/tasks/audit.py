"""Asks pip-audit for known vulnerabilities of the locks; quality/advisories.yml has exceptions.

A service that knows no hole in a release that is full of them knows nothing: then nothing counts as
checked. `BEACON_ADVISORIES` is the address of another service than that of OSV, if it speaks alike.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from beacon import data_file
from beacon.data_file import DataFileError
from beacon.project import ROOT

LOCKS = ("requirements.lock", "triage/requirements.lock", "encoders/requirements.lock")
ADVISORIES = ROOT / "quality" / "advisories.yml"
VARIABLE = "BEACON_ADVISORIES"
KNOWN_HOLES = "jinja2==2.10"
NOTHING_CHECKED = 3

_WORDS = {"type": "string", "minLength": 1}
SCHEMA: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["id", "package", "reason", "look_again"],
        "properties": {
            "id": _WORDS,
            "package": _WORDS,
            "reason": {"type": "string", "minLength": 20},
            "look_again": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
        },
    },
}


class NothingCheckedError(Exception):
    """No service told what is known; the message says what pip-audit said last."""


@dataclass(frozen=True)
class Finding:
    """A known hole in a package of a lock; `names` are the advisory's id and its other ids."""

    lock: str
    package: str
    version: str
    names: tuple[str, ...]
    mended_in: tuple[str, ...]

    def __str__(self) -> str:
        mended = " or ".join(self.mended_in) or "no release yet"
        what = f"{self.lock}: {self.package} {self.version}"
        return f"{what}: {', '.join(self.names)}, mended in {mended}"


@dataclass(frozen=True)
class Exemption:
    """An advisory that does not apply, by `place` in the file."""

    place: str
    id: str
    package: str
    look_again: date

    def covers(self, finding: Finding) -> bool:
        """Whether it speaks of that hole."""
        return self.package == finding.package and self.id in finding.names


def main() -> int:
    """1 where something is to be done, 3 where nothing could be checked."""
    try:
        problems = audit([ROOT / lock for lock in LOCKS], ADVISORIES, date.today())
    except DataFileError as error:
        problems = [str(error)]
    except NothingCheckedError as reason:
        print("beacon: no service answers for advisories: NOTHING was checked", file=sys.stderr)
        print(f"beacon: pip-audit said: {reason}", file=sys.stderr)
        return NOTHING_CHECKED
    for problem in problems:
        print(f"beacon: {problem}", file=sys.stderr)
    return 1 if problems else 0


def audit(locks: Sequence[Path], advisories: Path, today: date) -> list[str]:
    """What is to be done, a line each. Raises NothingCheckedError and DataFileError."""
    exemptions = list(_exemptions(advisories))
    _see_that_vulnerabilities_are_known()
    findings = [finding for lock in locks for finding in _findings(lock)]
    covered = {f for f in findings for exemption in exemptions if exemption.covers(f)}
    return [
        *(str(finding) for finding in findings if finding not in covered),
        *_outlived(exemptions, findings, today),
    ]


def _outlived(
    exemptions: Iterable[Exemption], findings: Sequence[Finding], today: date
) -> Iterator[str]:
    for exemption in exemptions:
        what = f"{exemption.place}: {exemption.id} of {exemption.package}"
        if not any(map(exemption.covers, findings)):
            yield f"{what} is not found any more: take it out"
        elif exemption.look_again <= today:
            yield f"{what}: look again whether it applies"


def _exemptions(path: Path) -> Iterator[Exemption]:
    for number, entry in enumerate(data_file.load(path, SCHEMA)):
        line = data_file.line_of(path, [number])
        try:
            look_again = date.fromisoformat(entry["look_again"])
        except ValueError as error:
            raise DataFileError(path, line, f"look_again: {error}") from error
        yield Exemption(f"{path}:{line}", entry["id"], entry["package"], look_again)


def _see_that_vulnerabilities_are_known() -> None:
    with tempfile.TemporaryDirectory() as folder:
        known = Path(folder) / "known-vulnerable.txt"
        known.write_text(KNOWN_HOLES)
        if not list(_findings(known)):
            raise NothingCheckedError(f"no known hole in {KNOWN_HOLES}")


def _findings(lock: Path) -> Iterator[Finding]:
    for package in _ask(lock):
        if "skip_reason" in package:
            raise NothingCheckedError(package["skip_reason"])
        for hole in package["vulns"]:
            names = (hole["id"], *hole["aliases"])
            yield Finding(
                _name(lock), package["name"], package["version"], names, tuple(hole["fix_versions"])
            )


def _ask(requirements: Path) -> list[dict[str, Any]]:
    """The packages of the file, as pip-audit's JSON has them."""
    command = ["sh", "tools/quality.sh", "pip-audit", "--requirement", str(requirements)]
    options = ["--no-deps", "--disable-pip", "--format", "json", "--progress-spinner", "off"]
    service = ["--vulnerability-service", "osv"]
    if address := os.environ.get(VARIABLE):
        service += ["--osv-url", address]
    done = subprocess.run(
        [*command, *options, *service], cwd=ROOT, capture_output=True, text=True, check=False
    )
    try:
        return list(json.loads(done.stdout)["dependencies"])
    except (ValueError, KeyError):
        said = done.stderr.strip().splitlines() or [f"nothing, with status {done.returncode}"]
        raise NothingCheckedError(said[-1]) from None


def _name(lock: Path) -> str:
    return str(lock.relative_to(ROOT)) if lock.is_relative_to(ROOT) else lock.name


if __name__ == "__main__":
    sys.exit(main())
