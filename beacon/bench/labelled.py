"""The labelled test messages under tests/nlu."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from beacon import data_file
from beacon.project import ROOT
from beacon.understanding.contract import CRISES

FOLDER = ROOT / "tests" / "nlu"
CHATS = FOLDER / "chats"
# Each set of messages, and the title under which its figures stand.
SETS = {
    FOLDER: "Understanding",
    FOLDER / "hard": "Cries for help, and calm messages that sound like one",
    FOLDER / "plain": "In a few words",
    FOLDER / "mixed": "Understanding, on the set `mixed`",
    FOLDER / "rough": "Understanding, a third of the English spelt badly",
    FOLDER / "by_ear": "Understanding, spelt badly throughout",
    FOLDER / "spelt_rightly": "The same messages, spelt rightly",
    FOLDER / "talk": "Understanding, in the middle of a talk",
    CHATS: "Understanding, every message of whole chats, each by itself",
    FOLDER / "openings": "Understanding, the first three messages of chats, each by itself",
    FOLDER / "blind": "Understanding, on the set `blind`",
}
FOLDERS = tuple(SETS)


@dataclass(frozen=True)
class Labelled:
    """A message, its intent, and a second intent that an honest judge would accept, too.

    `chat` is the name of its chat, if it has one, and `turn` its number in that, from 1.
    """

    text: str
    intent: str
    also: str | None
    language: str
    band: str
    chat: str | None = None
    turn: int = 0

    @property
    def accepted(self) -> frozenset[str]:
        """The labels that count as right."""
        return frozenset({self.intent, self.also or self.intent})

    @property
    def emergency(self) -> bool:
        """Whether it is a cry for help that must be caught."""
        return self.intent in CRISES

    @property
    def perhaps_emergency(self) -> bool:
        """Whether catching it is no false alarm."""
        return not self.accepted.isdisjoint(CRISES)


def read(pattern: str, folder: Path = FOLDER) -> list[Labelled]:
    """The messages in the files that match a pattern like `test_*.yml`. Raises DataFileError."""
    return [message for file in sorted(folder.glob(pattern)) for message in _read_file(file)]


def _read_file(file: Path) -> list[Labelled]:
    return [
        Labelled(
            text=example["text"].strip().removeprefix("- "),
            intent=block["intent"],
            also=example["metadata"].get("also"),
            language=example["metadata"]["language"],
            band=example["metadata"]["band"],
            chat=example["metadata"].get("chat"),
            turn=example["metadata"].get("turn", 0),
        )
        for block in data_file.load(file, {})["nlu"]
        for example in block["examples"]
    ]
