"""Counts the training messages by language and group of intents; `make counts`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable

from beacon import project, training_data
from beacon.bench.report import table
from beacon.project import ROOT
from beacon.training_data import Message
from beacon.understanding.contract import GROUPS, group


def main() -> int:
    """Prints the table of docs/model-card.md, and how many follow-ups there are."""
    print(table(["language", *GROUPS, "all"], rows(training_data.read(ROOT / "data" / "nlu"))))
    every = project.follow_ups().by_name.values()
    wordings, unlike = (
        sum(len(getattr(one, kind)) for one in every) for kind in ("asked", "unlike")
    )
    print(f"\n{len(every)} follow-ups, {wordings} wordings, {unlike} sentences unlike them")
    return 0


def rows(messages: Iterable[Message]) -> list[tuple[str, ...]]:
    """A row a language: its code, the count of each group, and of all."""
    counts = Counter((message.language, group(message.intent)) for message in messages)
    languages = sorted({language for language, _ in counts})
    return [
        (language, *map(str, [*numbers, sum(numbers)]))
        for language in languages
        if (numbers := [counts[language, name] for name in GROUPS])
    ]


if __name__ == "__main__":
    sys.exit(main())
