"""The project with which Beacon is compared: `rasa init`'s config and the same data."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from beacon.project import ROOT
from beacon.tasks.model import all_cores
from beacon.understanding.contract import RESTART, lowest_risks


def make_default_project(
    folder: Path, examples: Path = ROOT / "data" / "nlu", epochs: int | None = None
) -> None:
    """Writes a Rasa project into `folder`, with the config of `rasa init`, our intents and data.

    It answers with plain responses, by a rule for each intent. Its three stories are those of
    `rasa init` with our intents, so that its policies have something to learn. `epochs` takes the
    place of the config's hundred.
    """
    yaml = YAML()
    data = folder / "data"
    data.mkdir(parents=True)
    shutil.copytree(examples, data / "nlu")
    yaml.dump(_config(epochs), folder / "config.yml")
    intents = list(lowest_risks())
    answers = {f"utter_{intent}": [{"text": f"An answer to {intent}."}] for intent in intents}
    yaml.dump({"version": "3.1", "intents": intents, "responses": answers}, folder / "domain.yml")
    yaml.dump({"version": "3.1", "rules": _rules(intents)}, data / "rules.yml")
    yaml.dump({"version": "3.1", "stories": _stories()}, data / "stories.yml")
    (folder / "credentials.yml").write_text("rest:\n")
    (folder / "endpoints.yml").write_text("")


def train(project: Path, output: Path, nlu: Path | None = None) -> float:
    """Trains a project and writes the model; the seconds that it took. Raises RuntimeError."""
    command = [sys.executable, "-m", "rasa", "train", "--force", "--skip-validation"]
    command += ["--fixed-model-name", output.stem.removesuffix(".tar"), "--out", str(output.parent)]
    if nlu:
        command += ["--data", str(nlu), str(project / "data" / "rules")]
    started = time.monotonic()
    done = subprocess.run(
        command,
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **all_cores()},
    )
    if done.returncode != 0:
        raise RuntimeError(f"training in {project} failed: {done.stderr[-2000:]}")
    return time.monotonic() - started


def _config(epochs: int | None) -> dict[str, Any]:
    config: dict[str, Any] = YAML().load(_default_config())
    for component in [*config["pipeline"], *config["policies"]]:
        if epochs and "epochs" in component:
            component["epochs"] = epochs
    return config


def _default_config() -> Path:
    package = find_spec("rasa")
    assert package is not None
    assert package.origin is not None
    recipes = Path(package.origin).parent / "engine" / "recipes" / "config_files"
    return recipes / "default_config.yml"


def _rules(intents: list[str]) -> list[dict[str, object]]:
    return [
        {
            "rule": f"answer {intent}",
            "steps": [{"intent": intent}, {"action": _action(intent)}],
        }
        for intent in intents
    ]


def _action(intent: str) -> str:
    """The action that answers an intent; `restart` is Rasa's own and has one of Rasa's."""
    return "action_restart" if intent == RESTART else f"utter_{intent}"


def _stories() -> list[dict[str, object]]:
    paths = (
        ("greet", "ask_risks", "thank"),
        ("greet", "ask_law"),
        ("greet", "disclose_friend", "goodbye"),
    )
    return [
        {
            "story": " ".join(path),
            "steps": [
                step
                for intent in path
                for step in ({"intent": intent}, {"action": f"utter_{intent}"})
            ],
        }
        for path in paths
    ]
