"""What was told in a chat, as short replies ask for it: answers/situations.yml."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from beacon import data_file
from beacon.answers.topics import Topic, names_of
from beacon.answers.turn import Turn
from beacon.data_file import DataFileError
from beacon.patterns import PatternBook
from beacon.understanding.contract import lowest_risks

FILE = "situations.yml"
# The situations that no file describes: an alarm stands, or was just raised; all alarms are over.
NEAR_DANGER = "danger"
SAFE_AGAIN = "safe"


@dataclass(frozen=True)
class Situation:
    """By which intents and topics a chat is in it."""

    intents: frozenset[str]
    topics: frozenset[str]

    def holds(self, turn: Turn, answered: Collection[str]) -> bool:
        """Whether one of them was answered in that turn's chat, or named."""
        return not (self.intents.isdisjoint(answered) and self.topics.isdisjoint(turn.has_said))


Situations = Mapping[str, Situation]


def holding(situations: Situations, turn: Turn) -> frozenset[str]:
    """Those in which the chat of that turn is."""
    answered = {turn.intent, *(said.answer for said in turn.said)}
    told = {name for name, one in situations.items() if one.holds(turn, answered)}
    return frozenset(told | _alarm_of(turn))


def _alarm_of(turn: Turn) -> set[str]:
    """Whether an alarm stands, or was just raised and may be a false one, or all are over."""
    if turn.is_near_danger:
        return {NEAR_DANGER}
    return {SAFE_AGAIN} if turn.history.has_alarm else set()


def load_situations(folder: Path, topics: PatternBook[Topic]) -> Situations:
    """Reads those below `folder`, the answers'. Raises DataFileError, also for unknown names."""
    file, names = folder / FILE, names_of(topics)
    schema = data_file.load(folder / "schema.yml", {})["situations"]
    entries = data_file.load(file, schema)["situations"]
    situations = {
        name: Situation(frozenset(one.get("intents", ())), frozenset(one.get("topics", ())))
        for name, one in entries.items()
    }
    for name, one in situations.items():
        unknown = [*(one.intents - lowest_risks().keys()), *(one.topics - set(names))]
        if unknown:
            line = data_file.line_of(file, ["situations", name])
            raise DataFileError(file, line, f"{name}: {min(unknown)!r} is no intent or topic")
    return situations
