"""Counts training messages, follow-ups and verdicts; `make counts`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable

from beacon import project, training_data
from beacon.bench.report import table
from beacon.judged import FOR_ENCODER, FOR_RANKING, GOOD, Judged, chats
from beacon.project import ROOT
from beacon.training_data import Message
from beacon.understanding.contract import GROUPS, group


def main() -> int:
    """Prints the table of docs/model-card.md, how many follow-ups there are, how much is judged."""
    print(table(["language", *GROUPS, "all"], rows(training_data.read(ROOT / "data" / "nlu"))))
    every = project.follow_ups().by_name.values()
    wordings, unlike = (
        sum(len(getattr(one, kind)) for one in every) for kind in ("asked", "unlike")
    )
    print(f"\n{len(every)} follow-ups, {wordings} wordings, {unlike} sentences unlike them")
    for file in (FOR_ENCODER, FOR_RANKING):
        messages = [one for chat in chats(ROOT / "answers" / file) for one in chat]
        print(f"{file.stem}: {judged(messages)}")
    return 0


def judged(messages: Iterable[Judged]) -> str:
    """How many messages have verdicts, how many these are, and how many have a good follow-up."""
    known = [one.verdicts for one in messages if one.verdicts]
    good = sum(GOOD in verdicts.values() for verdicts in known)
    share = f"{100 * good / len(known):.0f}% with a follow-up that was good"
    return f"{len(known)} messages, {sum(map(len, known))} verdicts; {share}"


def rows(messages: Iterable[Message]) -> list[tuple[str, ...]]:
    """A row for each language: its code, the count of each group of intents, and that of all."""
    counts = Counter((message.language, group(message.intent)) for message in messages)
    languages = sorted({language for language, _ in counts})
    return [
        (language, *map(str, [*numbers, sum(numbers)]))
        for language in languages
        if (numbers := [counts[language, name] for name in GROUPS])
    ]


if __name__ == "__main__":
    sys.exit(main())
