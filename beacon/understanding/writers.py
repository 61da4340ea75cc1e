"""Who writes, as far as the words of a chat show it, message by message.

"He wants more pics" shows a victim, "i sent it on" somebody who did something, "ok" nobody. One
message says little, all of a chat together say much. Learned from data/writers.yml.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from beacon.understanding import belief
from beacon.understanding.belief import Belief

FILE = Path("data") / "writers.yml"
# A child to whom something happened; one who writes for a friend, a brother or a sister; one who
# did something to another; one who only asks. Parents and other relatives; whoever works with
# children. An adult who has, seeks or excuses a sexual or secret contact with somebody under age.
YOUNG = VICTIM, FRIEND, DOER, CALM = ("victim", "friend", "doer", "calm")
ADULTS = PARENT, PROFESSIONAL = ("parent", "professional")
OFFENDER = "offender"
GROWN_UP = (*ADULTS, OFFENDER)
LABELS = (*YOUNG, *GROWN_UP)

# Who writes before anything is read: shares in the judged chats, rounded; that of the last kind is
# chosen.
AT_FIRST: Belief = MappingProxyType(
    {
        VICTIM: 0.54,
        FRIEND: 0.12,
        DOER: 0.1,
        CALM: 0.07,
        PARENT: 0.09,
        PROFESSIONAL: 0.07,
        OFFENDER: 0.01,
    }
)
# From this chance on it is known who writes: 95 of 100 are right then, of offenders fewer
# (docs/figures.md). Where what was told says otherwise, the words count.
SURE_WRITER = 0.9


def believed(before: Belief, chances: Mapping[str, float]) -> Belief:
    """How likely each writes after one more message.

    Nobody grows up in a chat: where surely a young person writes, no message shows an adult more
    than a young one. A child tells what adults say and do, too. An adult who offends is first taken
    for a young doer, or for one who only asks, but hardly for a victim or a friend.

    `chances` are those of a head to which all writers were alike at first; empty where none read
    the message.
    """
    if chances and sum(before[young] for young in YOUNG) >= SURE_WRITER:
        most = max(chances.get(young, 0.0) for young in YOUNG)
        is_harmed = before[VICTIM] + before[FRIEND] >= SURE_WRITER
        adults = GROWN_UP if is_harmed else ADULTS
        chances = {**chances, **{one: min(chances.get(one, 0.0), most) for one in adults}}
    return belief.updated(before, chances)
