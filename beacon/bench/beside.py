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
HEAD = ("", "Beacon", "rasa init", "ratio")
TURNS = 300

Turns = tuple[list[str], list[str]]


def turns(tests: Sequence[Labelled]) -> Turns:
    """The messages that the speed is measured with: English, other languages."""
    english = [message.text for message in tests if message.language == "en"]
    other = [message.text for message in tests if message.language != "en"]
    return english[:TURNS], other[:TURNS]


def sections(tests: Sequence[Labelled], share: int) -> list[str]:
    """The comparison in Markdown.

    Speed, memory and start do not depend on how long a model learned: there all messages are
    trained for one epoch, so that the run ends on the same day. Accuracy does: there one message
    in `share` is trained for as many epochs as the config asks for.
    """
    with tempfile.TemporaryDirectory() as folder:
        fast = _trained_for_one_epoch(Path(folder) / "all", turns(tests))
        english = [message for message in tests if message.language == "en"]
        right = _trained_to_the_end(Path(folder) / "share", english, share)
    return [TITLE, *fast, *right]


def _trained_for_one_epoch(folder: Path, asked: Turns) -> list[str]:
    default = folder / "default"
    make_default_project(default, epochs=1)
    theirs = train(default, default / "models" / "beacon.tar.gz")
    ours = train(ROOT, folder / "beacon.tar.gz")
    fast = speed.measure(ROOT, MODEL, 5305, *asked)
    slow = speed.measure(default, default / "models" / "beacon.tar.gz", 5306, *asked)
    return [
        "Trained on all messages, Beacon to the end, the other for one epoch of the hundred:",
        report.speed_table(fast, slow),
        report.table(HEAD, [_seconds("training, seconds", ours, theirs)]),
    ]


def _trained_to_the_end(folder: Path, english: Sequence[Labelled], share: int) -> list[str]:
    data = thinned(folder, share)
    default = folder / "default"
    make_default_project(default, data)
    slow = train(default, default / "models" / "beacon.tar.gz")
    fast = train(ROOT, folder / "beacon.tar.gz", data)
    theirs = measure(model.understand(default / "models" / "beacon.tar.gz", english))
    ours = measure(model.understand(folder / "beacon.tar.gz", english))
    accuracy = ["accuracy, English", f"{100 * ours.accuracy:.1f}", f"{100 * theirs.accuracy:.1f}"]
    return [
        f"Trained on one message in {share}, both to the end (Beacon's encoders have seen all "
        "messages before):",
        report.table(HEAD, [_seconds("training, seconds", fast, slow), [*accuracy, ""]]),
    ]


def _seconds(what: str, ours: float, theirs: float) -> list[str]:
    return [what, f"{ours:.0f}", f"{theirs:.0f}", f"{ours / theirs:.2f}"]


def thinned(folder: Path, share: int) -> Path:
    """One training message in `share` of every block of them."""
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
