"""Hides small groups, so that nobody in them can be known from the figures."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import Enum

# A group of fewer is never shown.
LEAST = 5


class Hidden(Enum):
    """What stands in the place of a number."""

    FEW = f"<{LEAST}"
    # Shown, it would give away another: all numbers together are known.
    PROTECTING = "hidden"


Figure = int | Hidden


def figure(number: int) -> Figure:
    """A number that no other one gives away."""
    return Hidden.FEW if 0 < number < LEAST else number


def figures(numbers: Mapping[str, int]) -> dict[str, Figure]:
    """The numbers of groups whose sum is known as well.

    After the groups that are too small, the next smallest are hidden until no group that is too
    small can be worked out from the rest. Where nothing is left to show then, all are hidden
    alike: which of them are too small would give them away.
    """
    few = {name for name, number in numbers.items() if 0 < number < LEAST}
    if not few:
        return dict(numbers)
    if sum(numbers.values()) < LEAST:
        return dict.fromkeys(numbers, Hidden.FEW)
    hidden = set(few)
    shown = sorted((n for n in numbers if numbers[n] >= LEAST), key=lambda n: (numbers[n], n))
    while shown and not _is_safe([numbers[name] for name in hidden], numbers[shown[0]]):
        hidden.add(shown.pop(0))
    if not shown:
        return dict.fromkeys(numbers, Hidden.PROTECTING)
    marks = {name: Hidden.FEW if name in few else Hidden.PROTECTING for name in hidden}
    return {name: marks.get(name, number) for name, number in numbers.items()}


def _is_safe(hidden: Collection[int], most: int) -> bool:
    """Whether somebody who knows the sum of the hidden numbers still can't tell a small one.

    `most` is what a number can at most be that is hidden for another's sake: the next to be hidden.
    """
    known = sum(hidden)
    bounds = [(1, LEAST - 1) if number < LEAST else (LEAST, most) for number in hidden]
    lowest = sum(low for low, _ in bounds)
    highest = sum(high for _, high in bounds)
    # All others at their highest leave the least for one number; at their lowest, the most.
    return known >= LEAST and all(
        max(low, known - (highest - high)) < min(high, known - (lowest - low))
        for low, high in bounds
        if low < LEAST
    )
