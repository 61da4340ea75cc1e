"""Who writes, as far as the words of a chat show it, message by message.

"He wants more pics" shows a victim, "i sent it on" somebody who did something, "ok" nobody. One
message says little, all of a chat together say much. Learned from data/writers.yml.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

FILE = Path("data") / "writers.yml"
# A child to whom something happened; one who writes for a friend, a brother or a sister; one who
# did something to another; one who only asks. Parents and other relatives; whoever works with
# children.
YOUNG = VICTIM, FRIEND, DOER, CALM = ("victim", "friend", "doer", "calm")
ADULTS = PARENT, PROFESSIONAL = ("parent", "professional")
LABELS = (*YOUNG, *ADULTS)

Belief = Mapping[str, float]
# Who writes before anything is read: shares in the judged chats, rounded.
AT_FIRST: Belief = MappingProxyType(
    {VICTIM: 0.55, FRIEND: 0.12, DOER: 0.1, CALM: 0.07, PARENT: 0.09, PROFESSIONAL: 0.07}
)
# Messages of one chat say the same thing again, so each counts a little less than it would alone.
POWER = 0.8
# Neither a message nor a chat is surer than this that somebody does not write.
LEAST, DIGITS = 0.002, 3


def believed(before: Belief, chances: Mapping[str, float]) -> Belief:
    """How likely each writes after one more message.

    `chances` are those of a head to which all writers were alike at first; empty where none read
    the message.
    """
    if not chances:
        return before
    weighed = {
        label: chance * max(chances.get(label, 0.0), LEAST) ** POWER
        for label, chance in before.items()
    }
    total = sum(weighed.values())
    return {label: max(round(one / total, DIGITS), LEAST) for label, one in weighed.items()}
