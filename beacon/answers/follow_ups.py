"""Follow-ups: short answers to what is asked and said after the first answer.

An encoder finds them by the meaning of a message (`beacon.understanding.likeness`); what was told
in the chat says which of them may answer it: answers/en/follow_ups, answers/situations.yml.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from beacon import data_file, follow_up_files
from beacon.answers import roles
from beacon.answers.book import Variant
from beacon.answers.history import FOLLOW_UP, Said
from beacon.answers.roles import ADULTS, YOUNG
from beacon.answers.topics import Topic, names_of
from beacon.answers.turn import Turn
from beacon.data_file import DataFileError
from beacon.follow_up_files import as_read
from beacon.levels import ADULT, BANDS, DEFAULT_BAND, SHORT
from beacon.patterns import PatternBook
from beacon.register.model import Need
from beacon.understanding.contract import lowest_risks
from beacon.understanding.likeness import Like

SITUATIONS = "situations.yml"
# The situations that no file describes.
DANGER, SAFE = "danger", "safe"

# From that confidence on a message that is answered by one tells its own case, too.
SURE = 0.7


@dataclass(frozen=True)
class FollowUp:
    """One of them: who may be told it in which situations, its wordings, and its texts by band.

    `asked` are sentences that it answers, `unlike` some that only sound like these; `intent` is
    what most of them mean, None where no intent fits. `title` are the words of a button for it;
    None where nobody may be asked whether it is meant.
    """

    name: str
    intent: str | None
    who: frozenset[str]
    asked: tuple[str, ...]
    unlike: tuple[str, ...]
    after: frozenset[str]
    not_after: frozenset[str]
    variant: Variant
    title: str | None = None

    @property
    def as_read(self) -> str:
        """What an encoder reads of it beside a message (encoders/replies.py)."""
        return as_read(self.title, self.asked, self.variant.text[SHORT])

    @property
    def is_for_danger(self) -> bool:
        """Whether it was written for a chat in which an alarm stands."""
        return DANGER in self.after


@dataclass(frozen=True)
class Situation:
    """By which intents and topics a chat is in it."""

    intents: frozenset[str]
    topics: frozenset[str]

    def holds(self, turn: Turn, answered: Collection[str]) -> bool:
        """Whether one of them was answered in that turn's chat, or named."""
        return not (self.intents.isdisjoint(answered) and self.topics.isdisjoint(turn.has_said))


@dataclass(frozen=True)
class FollowUps:
    """All of them by name, with the situations that they ask for."""

    by_name: Mapping[str, FollowUp]
    situations: Mapping[str, Situation]

    def sentences(self) -> list[tuple[str, str, bool]]:
        """Every wording with the name of its follow-up, and whether it is like or unlike it."""
        return [
            (text, one.name, is_like)
            for one in self.by_name.values()
            for texts, is_like in ((one.asked, True), (one.unlike, False))
            for text in texts
        ]

    @cached_property
    def intents(self) -> Mapping[str, str]:
        """What each is about, by its name; without those that no intent fits."""
        return {one.name: one.intent for one in self.by_name.values() if one.intent}

    def tapped(self, turn: Turn) -> FollowUp | None:
        """The one whose button was tapped; None where it is gone, or not for who reads it."""
        one = self.by_name.get(turn.tapped or "")
        return one if one and turn.reading_band in one.variant.text else None

    def said_in(self, said: Said) -> FollowUp | None:
        """The one that was said there, if one was."""
        return self.by_name.get(said.facts.get(FOLLOW_UP, ""))

    def fitting(self, turn: Turn) -> Iterator[tuple[FollowUp, Like]]:
        """Those that the message of that turn is like and that fit its chat, with how like."""
        now = self._now(turn)
        writers = roles.writers(turn.facts.get("told"), turn.intent, turn.band, now)
        for like in turn.like:
            one = self.by_name.get(like.name)
            if one and not _was_said_last(one, turn) and _fits(one, turn, now, writers):
                yield one, like

    def _now(self, turn: Turn) -> frozenset[str]:
        """The situations that hold in the chat."""
        answered = {turn.intent, *(said.answer for said in turn.said)}
        told = {name for name, one in self.situations.items() if one.holds(turn, answered)}
        return frozenset(told | _alarm_of(turn))


def _alarm_of(turn: Turn) -> set[str]:
    """Whether an alarm stands, or was just raised and may be a false one, or all are over."""
    if turn.is_near_danger:
        return {DANGER}
    return {SAFE} if turn.history.has_alarm else set()


def load_follow_ups(folder: Path, topics: PatternBook[Topic]) -> FollowUps:
    """Reads the follow-ups and situations below `folder`, the answers'.

    Raises DataFileError, also where two have one name, or a name is unknown.
    """
    schema = data_file.load(folder / "schema.yml", {})["situations"]
    situations = _situations(folder / SITUATIONS, schema, names_of(topics))
    known = {DANGER, SAFE, *situations}
    by_name: dict[str, FollowUp] = {}
    for entry, file, number in follow_up_files.entries(folder):
        one = _follow_up(entry)
        for problem in (*_problems(one, by_name, known), *_mislearned(entry)):
            line = data_file.line_of(file, ["follow_ups", number])
            raise DataFileError(file, line, f"{one.name}: {problem}")
        by_name[one.name] = one
    return FollowUps(by_name, situations)


def _situations(
    file: Path, schema: dict[str, Any], topics: Collection[str]
) -> Mapping[str, Situation]:
    entries = data_file.load(file, schema)["situations"]
    situations = {
        name: Situation(frozenset(one.get("intents", ())), frozenset(one.get("topics", ())))
        for name, one in entries.items()
    }
    for name, one in situations.items():
        unknown = [*(one.intents - lowest_risks().keys()), *(one.topics - set(topics))]
        if unknown:
            line = data_file.line_of(file, ["situations", name])
            raise DataFileError(file, line, f"{name}: {min(unknown)!r} is no intent or topic")
    return situations


def _follow_up(entry: Mapping[str, Any]) -> FollowUp:
    return FollowUp(
        name=entry["name"],
        intent=entry.get("intent"),
        who=frozenset(entry.get("who", YOUNG)),
        asked=tuple(entry["asked"]),
        unlike=tuple(entry.get("unlike", ())),
        after=frozenset(entry.get("after", ())),
        not_after=frozenset(entry.get("not_after", ())),
        title=entry.get("title"),
        variant=Variant(
            when={},
            text=_texts(entry),
            sources=tuple(entry["sources"]),
            next=tuple(entry.get("next", ())),
            help=Need(entry["help"]) if "help" in entry else None,
        ),
    )


def _texts(entry: Mapping[str, Any]) -> Mapping[str, str]:
    """The texts by band: one for all young people, one for adults, and a short one."""
    young = {band: entry["text"] for band in BANDS if band != ADULT and "text" in entry}
    adult = {ADULT: entry["adult"]} if "adult" in entry else {}
    return {**young, **adult, SHORT: entry["short"]}


def _problems(one: FollowUp, earlier: Collection[str], situations: Collection[str]) -> list[str]:
    unknown = (one.after | one.not_after) - set(situations)
    steps = [name for name in one.variant.next if name not in lowest_risks()]
    bands = {DEFAULT_BAND: YOUNG, ADULT: ADULTS}
    missing = [
        band
        for band, readers in bands.items()
        if not one.who.isdisjoint(readers) and band not in one.variant.text
    ]
    return [
        *(["it stands twice"] if one.name in earlier else []),
        *(f"{name!r} is no situation" for name in sorted(unknown)),
        *(f"the next step {name!r} is no intent" for name in steps),
        *(f"there is no text for {band}" for band in missing),
    ]


def _mislearned(entry: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with that which the classifiers learn of it (beacon.training_data)."""
    if entry.get("intent") not in {None, *lowest_risks()}:
        yield f"{entry['intent']!r} is no intent"
    if "not_learned" in entry and "intent" not in entry:
        yield "nothing is learned of it, for it has no intent, and `not_learned` says what is not"
    others = set(entry.get("not_learned", ())) - set(entry["asked"])
    yield from (
        f"{text!r}, which is not learned, is none of its wordings" for text in sorted(others)
    )


def _was_said_last(one: FollowUp, turn: Turn) -> bool:
    """Whether it was said just now: to hear the same words again is to be unheard."""
    last = turn.history.last
    return last is not None and last.facts.get(FOLLOW_UP) == one.name


def _fits(one: FollowUp, turn: Turn, now: Collection[str], writers: Collection[str]) -> bool:
    is_readable = turn.reading_band in one.variant.text and not one.who.isdisjoint(writers)
    is_after = not one.after or not one.after.isdisjoint(now)
    return is_readable and is_after and one.not_after.isdisjoint(now)
