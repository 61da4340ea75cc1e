"""How well a classifier names one of a few labels: right, sure, and right where it was sure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from beacon.bench.report import share, table


class Heard(NamedTuple):
    """The label of a message, whether it was found, and whether the classifier was sure."""

    label: str
    is_right: bool
    is_sure: bool


def shares(what: str, heard: Sequence[Heard], labels: Sequence[str]) -> str:
    """A table by label, with `what` above the labels, and a line for all of them together."""
    parts = {label: [one for one in heard if one.label == label] for label in labels}
    rows = [[label, *_shares(part)] for label, part in parts.items() if part]
    return table([what, "messages", "right", "sure", "right where sure"], rows) + (
        f"\n\nAll of them: {' '.join(_shares(heard))}"
    )


def _shares(heard: Sequence[Heard]) -> list[str]:
    sure = [one for one in heard if one.is_sure]
    return [str(len(heard)), _right(heard), share(len(sure), len(heard)), _right(sure)]


def _right(heard: Sequence[Heard]) -> str:
    return share(sum(one.is_right for one in heard), len(heard))
