"""Beacon beside a project with the config that `rasa init` writes, both on our messages."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from beacon.bench import model, report, speed
from beacon.bench.labelled import Labelled
from beacon.bench.project import make_default_project, train
from beacon.bench.quality import measure
from beacon.project import ROOT
from beacon.tasks.model import MODEL

TITLE = "## Beside the config that `rasa init` writes, in the same run"
TITLE_OF_ACCURACY = "## How much is right beside the config that `rasa init` writes"
TURNS = 300
SHARE = 5


def turns(tests: Sequence[Labelled]) -> tuple[list[str], list[str]]:
    """The messages with which speed is measured: those in English, those in other languages."""
    english = [message.text for message in tests if message.language == "en"]
    other = [message.text for message in tests if message.language != "en"]
    return english[:TURNS], other[:TURNS]


def quick(tests: Sequence[Labelled]) -> list[str]:
    """Speed, memory and the time to start, in Markdown.

    The other project learns little, since one epoch on all messages takes half an hour.
    """
    with tempfile.TemporaryDirectory() as name:
        default = Path(name)
        trained = hardly_trained(default)
        fast = speed.measure(ROOT, MODEL, *turns(tests))
        slow = speed.measure(default, trained, *turns(tests))
    return [
        TITLE,
        f"Beacon trained on all messages to the end, the other on one in {SHARE} for one epoch of "
        "the hundred, which can only make it smaller and quicker:",
        report.speed_table(fast, slow),
    ]


def hardly_trained(folder: Path) -> Path:
    """Makes a project with `rasa init`'s config in an empty folder, trains it, returns its model.

    It learns from one message in `SHARE` for one epoch. Its speed does not depend on the epochs,
    and fewer words can only make it smaller and faster. Raises RuntimeError.
    """
    make_default_project(folder, thinned(folder / "share", SHARE), epochs=1)
    model = folder / "models" / "beacon.tar.gz"
    train(folder, model)
    return model


def trained_to_the_end(tests: Sequence[Labelled], share: int) -> list[str]:
    """How many English messages are right, in Markdown.

    That depends on how long a model has learned. So both learn for all epochs of their configs, but
    from one message in `share` only.
    """
    english = [message for message in tests if message.language == "en"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = thinned(folder, share)
        default = folder / "default"
        make_default_project(default, data)
        slow = train(default, default / "models" / "beacon.tar.gz")
        fast = train(ROOT, folder / "beacon.tar.gz", data)
        theirs = _accuracy(default / "models" / "beacon.tar.gz", english)
        ours = _accuracy(folder / "beacon.tar.gz", english)
    accuracy = ["accuracy, English", ours, theirs, ""]
    return [
        TITLE_OF_ACCURACY,
        f"Trained on one message in {share}, both to the end (Beacon's encoders have seen all "
        "messages before):",
        report.table(report.BESIDE, [_seconds("training, seconds", fast, slow), accuracy]),
    ]


def _accuracy(file: Path, tests: Sequence[Labelled]) -> str:
    return report.share(measure(model.understand(model.load(file), tests)).accuracy)


def _seconds(what: str, ours: float, theirs: float) -> list[str]:
    return [what, f"{ours:.0f}", f"{theirs:.0f}", f"{ours / theirs:.2f}"]


def thinned(folder: Path, share: int) -> Path:
    """Copies one training message in `share` of every block into the folder; where they stand."""
    source = ROOT / "data" / "nlu"
    target = folder / "nlu"
    for file in source.rglob("*.yml"):
        kept, number = [], 0
        for line in file.read_text().splitlines():
            is_example = line.startswith("    - ")
            number = number + 1 if is_example else 0
            if not is_example or number % share == 1 % share:
                kept.append(line)
        copy = target / file.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text("\n".join(kept) + "\n")
    return target
