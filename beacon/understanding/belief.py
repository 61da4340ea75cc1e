"""What is believed of a chat by all of its messages together.

One message says little, all of a chat together say much.
"""

from __future__ import annotations

from collections.abc import Mapping

# How likely each of a few labels is; they sum up to about 1.
Belief = Mapping[str, float]
# Messages of one chat say the same thing again, so each counts a little less than it would alone.
POWER = 0.8
# Neither a message nor a chat is surer than this that a label is wrong.
LEAST_CHANCE = 0.002
# Chances are rounded to so many digits.
DIGITS = 3


def likeliest(chances: Mapping[str, float]) -> str | None:
    """The label with the highest chance; None where nothing was read."""
    return max(chances, key=chances.__getitem__, default=None)


def updated(before: Belief, chances: Mapping[str, float]) -> Belief:
    """What is believed after one more message.

    `chances` are those of a head to which all labels were alike at first; empty where none read the
    message.
    """
    if not chances:
        return before
    weighed = {
        label: chance * max(chances.get(label, 0.0), LEAST_CHANCE) ** POWER
        for label, chance in before.items()
    }
    total = sum(weighed.values())
    return {label: max(round(one / total, DIGITS), LEAST_CHANCE) for label, one in weighed.items()}
