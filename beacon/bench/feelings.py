"""How well the trained model hears how writers are: a part of `make bench`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rasa.core.agent import Agent

from beacon.bench.heard import parsed_chances, read_labelled
from beacon.bench.report import share, table
from beacon.project import ROOT
from beacon.understanding.feelings import LABELS, NEITHER, surely
from beacon.understanding.parse_keys import FEELINGS

# Messages by another writer than those that the model learns.
MESSAGES = ROOT / "tests" / "nlu" / "feelings" / "test_en.yml"


@dataclass(frozen=True)
class Felt:
    """A message, how its writer is, and a second label that is as right."""

    text: str
    feeling: str
    second: str | None = None

    def accepts(self, feeling: str | None) -> bool:
        """Whether that is right to be said of it; None where nothing is said."""
        return (feeling or NEITHER) in (self.feeling, self.second)


def messages(file: Path = MESSAGES) -> list[Felt]:
    """The messages of the file. Raises DataFileError."""
    return [Felt(**one) for one in read_labelled(file, "feeling", LABELS)]


def report(agent: Agent) -> str:
    """A table of what the trained model hears in the messages with each feeling."""
    known = messages()
    heard = parsed_chances(agent, (one.text for one in known), FEELINGS)
    return table_of(list(zip(known, heard, strict=True)))


def table_of(parsed: Sequence[tuple[Felt, Mapping[str, float]]]) -> str:
    """By feeling: how many were heard rightly, wrongly as another one, and not at all."""
    heard = [(one, surely(chances)) for one, chances in parsed]
    parts = {label: [each for each in heard if each[0].feeling == label] for label in LABELS}
    rows = [[label, str(len(part)), *_shares(part)] for label, part in parts.items() if part]
    header = ["writers who", "messages", "heard rightly", "as something else", "not"]
    return table(header, rows) + f"\n\nAll of them: {len(heard)} {' '.join(_shares(heard))}"


def _shares(heard: Sequence[tuple[Felt, str | None]]) -> list[str]:
    right = sum(one.accepts(feeling) for one, feeling in heard)
    missed = sum(feeling is None and not one.accepts(None) for one, feeling in heard)
    wrong = len(heard) - right - missed
    return [share(count, len(heard)) for count in (right, wrong, missed)]
