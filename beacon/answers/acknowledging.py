"""What is said above an answer to show that its writer's feeling was heard, too.

An answer is about what happened or what was asked; a message often says how its writer is beside
it: answers/en/acknowledgements.yml.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from beacon import data_file
from beacon.answers.conditions import unknown
from beacon.answers.history import ABOVE, FOLLOW_UP, INVITED
from beacon.answers.turn import Reply, Turn
from beacon.data_file import DataFileError

NAME = "acknowledgements"
FILE = f"{NAME}.yml"


@dataclass(frozen=True)
class Acknowledgement:
    """The words for a feeling, by band; `sources` are theirs.

    They are said of what the topics `says` name, above the answers to `intents`, and not in a chat
    where one of `not_said` was said. What is `urgent` is said above a follow-up, too, and asks to
    be told of thoughts of dying.
    """

    says: frozenset[str]
    text: Mapping[str, str]
    sources: tuple[str, ...]
    intents: frozenset[str]
    not_said: frozenset[str] = frozenset()
    urgent: bool = False

    def fits(self, turn: Turn, reply: Reply) -> bool:
        """Whether the message says so and no earlier one did, above such an answer.

        What is urgent is new until it was said.
        """
        is_new = not turn.says.isdisjoint(self.says) and not self._was_said(turn)
        is_followed_up = FOLLOW_UP in reply.said.facts and not self.urgent
        is_about = turn.intent in self.intents and not is_followed_up
        return is_new and is_about and turn.has_said.isdisjoint(self.not_said)

    def _was_said(self, turn: Turn) -> bool:
        if self.urgent:
            return any(said.facts.get(INVITED) == ABOVE for said in turn.history.said)
        return not turn.history.topics.isdisjoint(self.says)


def acknowledging(turn: Turn, reply: Reply, all_: tuple[Acknowledgement, ...]) -> Reply:
    """The reply below the words for the feeling beside it: of the first of `all_` that fits."""
    found = next((one for one in all_ if one.fits(turn, reply)), None)
    if found is None:
        return reply
    before = (found.text[turn.reading_band], *reply.before)
    sources = tuple(dict.fromkeys((*reply.sources, *found.sources)))
    acknowledged = replace(reply, before=before, sources=sources)
    return acknowledged.knowing(**{INVITED: ABOVE}) if found.urgent else acknowledged


def load_acknowledgements(
    folder: Path, schema: dict[str, Any], topics: Collection[str]
) -> tuple[Acknowledgement, ...]:
    """Reads those of `folder`. Raises DataFileError, also for an intent or a topic unknown."""
    file = folder / FILE
    entries = data_file.load(file, schema)[NAME]
    for number, entry in enumerate(entries):
        named = (*entry["says"], *entry.get("not_said", ()))
        for problem in unknown(entry["intents"], named, topics):
            raise DataFileError(file, data_file.line_of(file, [NAME, number]), problem)
    return tuple(map(_acknowledgement, entries))


def _acknowledgement(entry: Mapping[str, Any]) -> Acknowledgement:
    return Acknowledgement(
        says=frozenset(entry["says"]),
        text=entry["text"],
        sources=tuple(entry["sources"]),
        intents=frozenset(entry["intents"]),
        not_said=frozenset(entry.get("not_said", ())),
        urgent=entry.get("urgent", False),
    )
