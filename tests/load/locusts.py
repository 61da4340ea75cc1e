"""Runs locust in its own environment (tools/quality.sh), against this machine only."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from beacon.project import ROOT

FOLDER = Path("tests") / "load"
# How long locust may take beyond the run itself.
SLACK = 120.0

Options = Mapping[str, float | bool]


def set_up() -> None:
    """Builds the environment where it is missing, so that no run waits for it."""
    subprocess.run(["sh", "tools/quality.sh", "locust", "--version"], cwd=ROOT, check=True)


class Locust:
    """One run of a locustfile, begun at once; its results are a JSON file that it writes."""

    def __init__(
        self, locustfile: str, url: str, material: Path, results: Path, options: Options
    ) -> None:
        self._results = results
        self._log = results.with_suffix(".log")
        command = ["sh", "tools/quality.sh", "locust", "--headless", "--only-summary"]
        command += ["--loglevel", "ERROR", "-f", str(FOLDER / locustfile), "--host", url]
        command += ["--material", str(material), "--results", str(results), *arguments(options)]
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )

    def wait(self, seconds: float) -> dict[str, Any]:
        """The results. Raises RuntimeError where there are none."""
        try:
            self.process.wait(seconds + SLACK)
        finally:
            self.stop()
        if not self._results.is_file():
            raise RuntimeError(f"locust has failed: {self._log.read_text()[-2000:]}")
        return dict(json.loads(self._results.read_text()))

    def stop(self) -> None:
        """Ends it, if it still runs."""
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)


def arguments(options: Options) -> list[str]:
    """The options as locust takes them: True for one without a value, False for none."""
    found: list[str] = []
    for name, value in options.items():
        if value is not False:
            found += [f"--{name}"] if value is True else [f"--{name}", str(value)]
    return found
