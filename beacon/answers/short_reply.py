"""A short reply in the middle of a talk: who may be told it in which situations, and its texts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from beacon import data_file
from beacon.answers.book import Variant
from beacon.answers.situations import NEAR_DANGER, SAFE_AGAIN
from beacon.answers.turn import Turn
from beacon.data_file import DataFileError
from beacon.follow_up_files import Entry
from beacon.levels import ADULT, DEFAULT_BAND, SHORT, YOUNG_BANDS
from beacon.register.model import Need
from beacon.understanding.contract import lowest_risks
from beacon.understanding.writers import GROWN_UP, OFFENDER, YOUNG

# Who may read the text of a band; the age of who offends may be unknown.
READERS = {DEFAULT_BAND: (*YOUNG, OFFENDER), ADULT: GROWN_UP}


@dataclass(frozen=True)
class ShortReply:
    """One of them: `who` may be told it, after one of the situations `after`, if there are any.

    It is not said where one of `not_after` holds.
    """

    name: str
    who: frozenset[str]
    after: frozenset[str]
    not_after: frozenset[str]
    variant: Variant

    @property
    def is_for_danger(self) -> bool:
        """Whether it was written for a chat in which an alarm stands."""
        return NEAR_DANGER in self.after

    def fits(self, turn: Turn, now: Collection[str]) -> bool:
        """Whether whoever reads it has a text, in the situations that hold `now`."""
        is_readable = turn.reading_band in self.variant.text
        is_after = not self.after or not self.after.isdisjoint(now)
        return is_readable and is_after and self.not_after.isdisjoint(now)


def fields_of(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What each has, of an entry as the schemas have it."""
    return {
        "name": entry["name"],
        "who": frozenset(entry.get("who", YOUNG)),
        "after": frozenset(entry.get("after", ())),
        "not_after": frozenset(entry.get("not_after", ())),
        "variant": Variant(
            when={},
            text=_texts(entry),
            sources=tuple(entry["sources"]),
            next=tuple(entry.get("next", ())),
            help=Need(entry["help"]) if "help" in entry else None,
        ),
    }


def _texts(entry: Mapping[str, Any]) -> Mapping[str, str]:
    """The texts by band: one for all young people, one for adults, and a short one."""
    young = {band: entry["text"] for band in YOUNG_BANDS if "text" in entry}
    adult = {ADULT: entry["adult"]} if "adult" in entry else {}
    return {**young, **adult, SHORT: entry["short"]}


def refuse(entry: Entry, kind: str, found: Iterable[str]) -> None:
    """Raises DataFileError, by name and line, for the first problem that was found in an entry."""
    for problem in found:
        line = data_file.line_of(entry.file, [kind, entry.number])
        raise DataFileError(entry.file, line, f"{entry.content['name']}: {problem}")


def problems(
    one: ShortReply, earlier: Collection[str], situations: Collection[str]
) -> Iterator[str]:
    """What is wrong with it; `earlier` are names that are taken, `situations` those there are."""
    if one.name in earlier:
        yield "it stands twice"
    unknown = (one.after | one.not_after) - {NEAR_DANGER, SAFE_AGAIN, *situations}
    yield from (f"{name!r} is no situation" for name in sorted(unknown))
    steps = (name for name in one.variant.next if name not in lowest_risks())
    yield from (f"the next step {name!r} is no intent" for name in steps)
    for band, readers in READERS.items():
        if not one.who.isdisjoint(readers) and band not in one.variant.text:
            yield f"there is no text for {band}"
