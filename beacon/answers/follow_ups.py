"""Follow-ups: short answers to what is asked and said after the first answer.

An encoder finds them by the meaning of a message (`beacon.understanding.likeness`); what was told
in the chat says which of them may answer it: answers/en/follow_ups, answers/situations.yml.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from beacon import follow_up_files
from beacon.answers import roles
from beacon.answers.act_replies import ActReplies, ActReply, load_act_replies
from beacon.answers.book import Variant
from beacon.answers.history import FOLLOW_UP, Said
from beacon.answers.short_reply import ShortReply, fields_of, problems, refuse
from beacon.answers.situations import Situations, holding, load_situations
from beacon.answers.topics import MAY_HAVE_DONE, Topic
from beacon.answers.turn import Turn
from beacon.patterns import PatternBook
from beacon.understanding.contract import lowest_risks, tells_what_happened
from beacon.understanding.likeness import Like

# From this confidence on an intent is sure: then a message that a follow-up answers tells its own
# case, too.
SURE_INTENT = 0.7
# To a first message that surely tells what has happened, the answer of its intent says all first
# steps: a follow-up in its place must be at least so like the message (cosine).
ABOUT_THE_SAME = 0.7


@dataclass(frozen=True)
class FollowUp(ShortReply):
    """One of them with its wordings.

    `asked` are sentences that it answers, `unlike` some that only sound like these; `intent` is
    what most of them mean, None where no intent fits. `title` are the words of a button for it;
    None where nobody may be asked whether it is meant.
    """

    intent: str | None = None
    asked: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    title: str | None = None


@dataclass(frozen=True)
class FollowUps:
    """All of them by name, what is said to acts, and the situations that both ask for."""

    by_name: Mapping[str, FollowUp]
    situations: Situations
    acts: ActReplies = field(default_factory=ActReplies)

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

    def said_in(self, said: Said) -> ShortReply | None:
        """The one that was said there, or the reply to an act, if one was."""
        name = said.facts.get(FOLLOW_UP, "")
        acts = (one for one in self.acts.replies if one.name == name)
        return self.by_name.get(name) or next(acts, None)

    def fitting(self, turn: Turn) -> Iterator[tuple[FollowUp, Like]]:
        """Those that the message of that turn is like and that fit its chat, with how like."""
        now, writers = self._heard(turn)
        least = ABOUT_THE_SAME if _begins_clearly(turn) else 0.0
        for like in turn.like:
            one = self.by_name.get(like.name)
            is_meant = one and not (one.who.isdisjoint(writers) or _was_said_last(one, turn))
            if one and is_meant and like.cosine >= least and one.fits(turn, now):
                yield one, like

    def to_act(self, turn: Turn, own: Variant | None) -> ActReply | None:
        """What is said to the act of its message, whatever it is about.

        Nothing to a first one, nor where phrases of answers/topics chose the intent, or `own`, the
        texts of its answer.
        """
        is_by_words = turn.is_led or (own is not None and own.is_by_words)
        return None if turn.is_first or is_by_words else self.acts.of(turn, *self._heard(turn))

    def _heard(self, turn: Turn) -> tuple[frozenset[str], frozenset[str]]:
        """The situations that hold in the chat, and who may be writing."""
        now = holding(self.situations, turn)
        writer = roles.likely_writer(turn.writer, turn.band, turn.has_said)
        deeds = turn.has_said & self.situations[roles.DOING].topics
        told, intent, band = turn.case_told, turn.intent, turn.band
        return now, roles.writers(
            told, intent, band, now, writer, may_have_done=deeds == {MAY_HAVE_DONE}
        )


def load_follow_ups(folder: Path, topics: PatternBook[Topic]) -> FollowUps:
    """Reads the follow-ups and situations below `folder`, the answers'.

    Raises DataFileError, also where two have one name, or a name is unknown.
    """
    situations = load_situations(folder, topics)
    by_name: dict[str, FollowUp] = {}
    for entry in follow_up_files.entries(folder):
        one = _follow_up(entry.content)
        found = (*problems(one, by_name, situations), *_mislearned(entry.content))
        refuse(entry, follow_up_files.FOLLOW_UPS, found)
        by_name[one.name] = one
    return FollowUps(by_name, situations, load_act_replies(folder, situations))


def _follow_up(entry: Mapping[str, Any]) -> FollowUp:
    return FollowUp(
        **fields_of(entry),
        intent=entry.get("intent"),
        asked=tuple(entry["asked"]),
        unlike=tuple(entry.get("unlike", ())),
        title=entry.get("title"),
    )


def _mislearned(entry: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with what the classifiers learn from it (beacon.training_data)."""
    if entry.get("intent") not in {None, *lowest_risks()}:
        yield f"{entry['intent']!r} is no intent"
    if "not_learned" in entry and "intent" not in entry:
        yield "nothing is learned of it, for it has no intent, and `not_learned` says what is not"
    others = set(entry.get("not_learned", ())) - set(entry["asked"])
    yield from (
        f"{text!r}, which is not learned, is none of its wordings" for text in sorted(others)
    )


def _begins_clearly(turn: Turn) -> bool:
    """Whether it is a first message that surely tells what has happened."""
    return turn.is_first and turn.confidence >= SURE_INTENT and tells_what_happened(turn.intent)


def _was_said_last(one: FollowUp, turn: Turn) -> bool:
    """Whether it was said just now: to hear the same words again is to be unheard."""
    last = turn.history.last
    return last is not None and last.facts.get(FOLLOW_UP) == one.name
