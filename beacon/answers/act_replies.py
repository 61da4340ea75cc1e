"""Replies to what a message does in a talk: answers/en/acts.

No file has a text for all that people tell. That somebody was kind, or that it got worse, can be
answered whatever the story is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from beacon import follow_up_files
from beacon.answers.history import FOLLOW_UP
from beacon.answers.short_reply import ShortReply, fields_of, problems, refuse
from beacon.answers.turn import Turn
from beacon.understanding import acts
from beacon.understanding.contract import OF_ADULTS, tells_what_happened

KIND = "act_replies"
# Good news that are likelier than this to be sad are not met with "I'm glad" (docs/model-card.md).
PERHAPS_SAD = 0.15
# Nor is what tells of a case at least so surely: of 22 such replies judges called 8 good.
TELLS = 0.6


@dataclass(frozen=True)
class ActReply(ShortReply):
    """One of them, and to which act it is said."""

    act: str

    @property
    def family(self) -> str:
        """The name without its number: what is judged of one holds of all of its family."""
        return family_of(self.name)


@dataclass(frozen=True)
class ActReplies:
    """All of them, in the order of their files."""

    replies: tuple[ActReply, ...] = ()

    def of(self, turn: Turn, now: Collection[str], writers: Collection[str]) -> ActReply | None:
        """What is said to the act of that turn's message, if anything fits its chat.

        It must fit whoever may be writing. What was said least is said next, above all what was
        written for a chat in danger, or for just these writers. Good news that may be sad have
        none.
        """
        if turn.act == acts.GOOD_NEWS and not _may_be_glad(turn):
            return None
        fitting = [
            one
            for one in self.replies
            if one.act == turn.act and one.who.issuperset(writers) and one.fits(turn, now)
        ]
        said = Counter(one.facts.get(FOLLOW_UP) for one in turn.said)
        return min(
            fitting,
            key=lambda one: (
                said[one.name],
                one.is_for_danger != turn.is_near_danger,
                len(one.who),
            ),
            default=None,
        )


def _may_be_glad(turn: Turn) -> bool:
    """Whether good news are surely good: not sad, and no child's first word of what happened."""
    tells = tells_what_happened(turn.intent) and turn.intent not in OF_ADULTS
    return acts.chance_sad(turn.acts) <= PERHAPS_SAD and not (tells and turn.confidence >= TELLS)


def family_of(name: str) -> str:
    """A name without its number."""
    return name.rpartition("_")[0]


def load_act_replies(folder: Path, situations: Collection[str]) -> ActReplies:
    """Reads those below `folder`, the answers'. Raises DataFileError."""
    replies: dict[str, ActReply] = {}
    for entry in follow_up_files.entries(folder, KIND):
        one = ActReply(**fields_of(entry.content), act=entry.content["act"])
        unknown = [] if one.act in acts.LABELS else [f"{one.act!r} is no act"]
        refuse(entry, KIND, (*problems(one, replies, situations), *unknown))
        replies[one.name] = one
    return ActReplies(tuple(replies.values()))
