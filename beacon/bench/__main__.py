"""`make bench`: prints how well and how fast Beacon understands, and what readers said of talks.

Writes it to results/figures.md, too. What `make ranking`, `make thresholds`, `make choices` and
`make load` print is not a part of it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Collection, Iterable, Iterator

from rasa.core.agent import Agent

from beacon import training_data
from beacon.bench import (
    acts,
    beside,
    crossvalidation,
    danger,
    dialogue,
    feelings,
    in_chats,
    labelled,
    model,
    report,
    speed,
    writers,
)
from beacon.bench.labelled import Labelled
from beacon.project import ROOT
from beacon.tasks.model import MODEL

FIGURES = ROOT / "results" / "figures.md"
PARTS = ("quality", "dialogue", "crossvalidation", "speed", "beside", "accuracy")


def main() -> int:
    """Measures, prints, writes."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all where none is named")
    parser.add_argument(
        "--share", type=int, default=20, help="compare accuracy on one message in SHARE"
    )
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
    made: dict[str, Callable[[], Iterable[str]]] = {
        "quality": _understood,
        "dialogue": lambda: ["## What readers said of whole conversations", dialogue.report()],
        "crossvalidation": lambda: [crossvalidated()],
        "speed": lambda: ["## Speed", _speed(tests)],
        "beside": lambda: beside.quick(tests),
        "accuracy": lambda: beside.trained_to_the_end(tests, share),
    }
    for part in PARTS:
        if part in parts:
            yield from made[part]()


def _understood() -> Iterator[str]:
    agent = model.load(MODEL)
    for folder, title in labelled.SETS.items():
        yield from quality(agent, title, labelled.read("test_*.yml", folder))
    yield "## Understanding, the same messages in their chats"
    yield report.quality_table(in_chats.understand(agent, "test_*.yml"))
    yield "## Where chats stand: danger or not, by the chat so far"
    yield danger.report(agent)
    yield "## What messages do in a talk"
    yield acts.report(agent)
    yield "## How writers are, beside what happened"
    yield feelings.report(agent)
    yield "## Who writes, by the chat so far"
    yield writers.report(agent)


def _speed(tests: list[Labelled]) -> str:
    return report.speed_table(speed.measure(ROOT, MODEL, *beside.turns(tests)), None)


def quality(agent: Agent, title: str, tests: list[Labelled]) -> list[str]:
    """How well the trained model understands the test messages."""
    results = model.understand(agent, tests)
    return [
        f"## {title}",
        report.quality_table(results),
        "### Confusions (English)",
        report.confusion_table(results),
    ]


def crossvalidated() -> str:
    """A sentence on cross-validation; takes some minutes."""
    messages = training_data.read(ROOT / "data" / "nlu")
    right = report.share(crossvalidation.accuracy(messages))
    return (
        f"Cross-validation, {crossvalidation.FOLDS} folds over the English training messages, with "
        f"the encoders as their wheels ship them: {right}. (Beacon's own encoders "
        "have seen all of these messages; with them the figure would mean nothing.)"
    )


if __name__ == "__main__":
    sys.exit(main())
