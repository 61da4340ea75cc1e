"""What readers said of whole conversations (tests/dialogue), as tables.

Printed by `python -m beacon.bench.dialogue`, and a part of `make bench`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from beacon.answers.history import FOLLOW_UP
from beacon.bench.report import share, table
from beacon.judged import GOOD, HARMFUL, VERDICTS
from beacon.project import ROOT

FOLDER = ROOT / "tests" / "dialogue"
READINGS, JUDGED = "reading_*.jsonl", "follow_ups_judged.jsonl"
FALSE_ALARM = "false_alarm"
# The verdict on a reply that misses the point, with a button for what was meant.
TAP = "tap"
STEPS = (0.6, 0.65, 0.7, 0.75, 0.78, 0.8, 0.85, 0.9, 1.01)

Line = dict[str, Any]


def main() -> None:
    """Prints both tables."""
    print(report())


def report() -> str:
    """Both tables, in Markdown."""
    tables = readings(sorted(FOLDER.glob(READINGS))), judged(_lines(FOLDER / JUDGED))
    return "\n\n".join(tables)


def readings(files: Sequence[Path]) -> str:
    """The verdicts of each reading in percent of its replies, and those of its follow-ups."""
    rows = []
    for file in files:
        lines = _lines(file)
        rows.append([file.stem, *_verdicts(lines)])
        if said := [line for line in lines if FOLLOW_UP in line]:
            rows.append([f"{file.stem}, follow-ups", *_verdicts(said)])
            others = [line for line in lines if FOLLOW_UP not in line]
            rows.append([f"{file.stem}, other replies", *_verdicts(others)])
    return table(["reading", "chats", "replies", *VERDICTS, "a tap away", "false alarms"], rows)


def _verdicts(lines: Sequence[Line]) -> Iterable[str]:
    counts = Counter(line["verdict"] for line in lines)
    alarms = sum(line.get("cause") == FALSE_ALARM for line in lines)
    found = [*(counts[verdict] for verdict in (*VERDICTS, TAP)), alarms]
    yield from (str(len({line["chat"] for line in lines})), str(len(lines)))
    yield from (share(count, len(lines)) for count in found)


def judged(lines: Sequence[Line]) -> str:
    """How many replies were good or harmful, with the follow-up and without, by its likeness."""
    rows = []
    for kind in dict.fromkeys(line["kind"] for line in lines):
        for least, most in pairwise(STEPS):
            part = [o for o in lines if o["kind"] == kind and least <= o["likeness"] < most]
            if part:
                rows.append([kind, f"{least:.2f}", str(len(part)), *_cells(part)])
    head = ["answer without", "from", "messages", "good", "without", "harmful", "without"]
    return table(head, rows)


def _cells(lines: Sequence[Line]) -> Iterable[str]:
    for verdict in (GOOD, HARMFUL):
        for field in ("verdict", "before"):
            yield str(sum(line[field] == verdict for line in lines))


def _lines(file: Path) -> list[Line]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    main()
