"""`make bench`: prints every figure that README and docs quote, and writes docs/figures.md."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator
from pathlib import Path

from beacon import training_data
from beacon.bench import crossvalidation, labelled, model, report, speed
from beacon.bench.labelled import Labelled
from beacon.bench.project import make_default_project
from beacon.bench.quality import measure
from beacon.project import ROOT
from beacon.tasks.model import MODEL, all_cores

FIGURES = ROOT / "docs" / "figures.md"
TURNS = 300
PARTS = ("quality", "crossvalidation", "speed", "default")


def main() -> int:
    """Measures, prints, writes."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all where none is named")
    parser.add_argument("--share", type=int, default=1, help="train both on one message in SHARE")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    tests = labelled.read("test_*.yml")
    text = "\n\n".join(_sections(options.parts or PARTS, tests, options.share)) + "\n"
    print(text)
    FIGURES.parent.mkdir(exist_ok=True)
    FIGURES.write_text(text)
    return 0


def _sections(parts: Collection[str], tests: list[Labelled], share: int) -> Iterator[str]:
    yield "# Figures"
    yield "Made by `make bench`; percentages, but for the counts of messages."
    if "quality" in parts:
        yield from quality(tests)
    if "crossvalidation" in parts:
        yield crossvalidated()
    if "speed" in parts:
        yield "## Speed"
        yield report.speed_table(speed.measure(ROOT, MODEL, 5305, *_turns(tests)), None)
    if "default" in parts:
        yield from beside_default(tests, share)


def quality(tests: list[Labelled]) -> list[str]:
    """How well the trained model understands the test messages."""
    results = model.understand(MODEL, tests)
    return [
        "## Understanding",
        report.quality_table(results),
        "## Confusions (English)",
        report.confusion_table(results),
    ]


def crossvalidated() -> str:
    """A sentence on cross-validation; takes some minutes."""
    messages = training_data.read(ROOT / "data" / "nlu")
    right = 100 * crossvalidation.accuracy(messages)
    return (
        f"Cross-validation, {crossvalidation.FOLDS} folds over the English training messages, with "
        f"the encoders as their wheels ship them: {right:.1f}. (Beacon's own encoders "
        "have seen all of these messages; with them the figure would mean nothing.)"
    )


def beside_default(tests: list[Labelled], share: int) -> list[str]:
    """Speed, memory, training and accuracy beside a default project on the same messages."""
    english = [message for message in tests if message.language == "en"]
    with tempfile.TemporaryDirectory() as folder:
        default, mine = Path(folder) / "default", Path(folder) / "beacon"
        data = _thinned(Path(folder), share)
        make_default_project(default, data)
        default_seconds = _train(default, default / "models" / "beacon.tar.gz")
        my_model = MODEL if share == 1 else mine / "beacon.tar.gz"
        my_seconds = _train(ROOT, mine / "beacon.tar.gz", data if share > 1 else None)
        theirs = measure(model.understand(default / "models" / "beacon.tar.gz", english))
        ours = measure(model.understand(my_model, english))
        fast = speed.measure(ROOT, MODEL, 5305, *_turns(tests))
        slow = speed.measure(default, default / "models" / "beacon.tar.gz", 5306, *_turns(tests))
    trained = [
        [
            "training, seconds",
            f"{my_seconds:.0f}",
            f"{default_seconds:.0f}",
            f"{my_seconds / default_seconds:.2f}",
        ],
        ["accuracy, English", f"{100 * ours.accuracy:.1f}", f"{100 * theirs.accuracy:.1f}", ""],
    ]
    how_many = "all messages" if share == 1 else f"one message in {share}"
    return [
        "## Beside the config that `rasa init` writes, in the same run",
        report.speed_table(fast, slow),
        f"Trained on {how_many}:",
        report.table(["", "Beacon", "rasa init", "ratio"], trained),
    ]


def _turns(tests: list[Labelled]) -> tuple[list[str], list[str]]:
    english = [message.text for message in tests if message.language == "en"]
    other = [message.text for message in tests if message.language != "en"]
    return english[:TURNS], other[:TURNS]


def _thinned(folder: Path, share: int) -> Path:
    """The training messages, or one in `share` of every block of them."""
    source = ROOT / "data" / "nlu"
    if share == 1:
        return source
    target = folder / "nlu"
    for file in source.rglob("*.yml"):
        kept, number = [], 0
        for line in file.read_text().splitlines():
            is_example = line.startswith("    - ")
            number = number + 1 if is_example else 0
            if not is_example or number % share == 1:
                kept.append(line)
        copy = target / file.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text("\n".join(kept) + "\n")
    return target


def _train(project: Path, output: Path, nlu: Path | None = None) -> float:
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


if __name__ == "__main__":
    sys.exit(main())
