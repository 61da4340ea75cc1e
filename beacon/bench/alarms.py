"""How well it is told what a message says of an alarm that stands: a part of `make bench`."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from beacon.answers.help_near import ELSEWHERE, SAYS_SAFE, seems_near
from beacon.answers.understood import Understood
from beacon.bench import model
from beacon.bench.report import table
from beacon.project import ROOT
from beacon.understanding import labelled_messages
from beacon.understanding.standing_alarm import LABELS

# Written apart from what the classifier learns.
MESSAGES = ROOT / "tests" / "nlu" / "alarms" / "test_en.yml"


def report(file: Path) -> str:
    """A table of what the trained model makes of each label's messages."""
    return shares(asyncio.run(_heard(file)))


def shares(heard: Sequence[tuple[str, Understood]]) -> str:
    """By label: how many messages were right, and what would be made of them at the thresholds.

    A message that is read as one in another language, or as no words, says nothing.
    """
    rows = []
    for label in LABELS:
        own = [said for known, said in heard if known == label]
        counts = (
            sum(said.of_alarm.likeliest == label for said in own),
            sum(map(seems_near, own)),
            sum(said.of_alarm.safe >= SAYS_SAFE for said in own),
            sum(said.of_alarm.nothing >= ELSEWHERE for said in own),
        )
        rows.append([label, str(len(own)), *(f"{100 * count / len(own):.1f}" for count in counts)])
    head = ["messages that say", "messages", "right", "help is near", "safe", "something else"]
    return table(head, rows)


async def _heard(file: Path) -> list[tuple[str, Understood]]:
    agent = model.load(file)
    return [
        (label, Understood.of(await agent.parse_message(text)))
        for text, label in labelled_messages.read(MESSAGES, LABELS)
    ]
