"""Which answers carry which recommendation and practice of the factsheet; run by `make sources`."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from beacon import data_file, project
from beacon.answers.book import AnswerBook

FACTSHEET = Path(__file__).with_name("factsheet.yml")
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["sections"],
    "properties": {
        "sections": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": {"type": "string"},
            },
        }
    },
}


def sections() -> Mapping[str, Mapping[str, str]]:
    """The factsheet's items by section: recommendations and practices with what they are about."""
    found: Mapping[str, Mapping[str, str]] = data_file.load(FACTSHEET, SCHEMA)["sections"]
    return found


def is_of_factsheet(source: str) -> bool:
    """Whether a source is a part of the factsheet, and no service."""
    return source.startswith("factsheet:")


def carriers(book: AnswerBook) -> dict[str, list[str]]:
    """For every source of the factsheet that answers name, the intents that name it."""
    carried: dict[str, set[str]] = defaultdict(set)
    for answer in book.answers.values():
        for variant in answer.variants:
            for source in variant.sources:
                if is_of_factsheet(source):
                    carried[source.partition(":")[2]].add(answer.intent)
    return {name: sorted(intents) for name, intents in carried.items()}


def table(book: AnswerBook) -> str:
    """The coverage as a Markdown table."""
    carried = carriers(book)
    rows = ["| section | item | what it says | carried by |", "| --- | --- | --- | --- |"]
    for section, items in sections().items():
        for name, what in items.items():
            intents = ", ".join(carried.get(name, [])) or "**nothing**"
            rows.append(f"| {section} | {name} | {what} | {intents} |")
    return "\n".join(rows)


def main() -> int:
    """Prints the table; the exit status is 1 where an item is carried by no answer."""
    book = project.answer_book()
    print(table(book))
    every = project.follow_ups().by_name.values()
    of_factsheet = [one for one in every if any(map(is_of_factsheet, one.variant.sources))]
    print(f"\nOf {len(every)} follow-ups {len(of_factsheet)} name the factsheet.")
    carried = carriers(book)
    return int(any(name not in carried for items in sections().values() for name in items))


if __name__ == "__main__":
    sys.exit(main())
