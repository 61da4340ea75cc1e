"""What docs/load.md promises of a run, held against what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tests.load.ledger import FATAL
from tests.load.machine import Sample

# 95 of 100 answers came within so many milliseconds.
P95 = 500.0
# As a share of what a bot used when half of the time was over, how much more at its end.
GROWTH = 0.05
# Of the messages that were sent, how many may meet with each of these.
TROUBLE = 0.01
TROUBLES = ("numbers_only", "requests_failed")


def broken(counts: Mapping[str, int], p95: float, samples: Sequence[Sample]) -> Iterator[str]:
    """Each promise that was not kept, in words.

    `p95` is in milliseconds, not a number where nothing was answered; `samples` are at even
    distances, the first at the beginning.
    """
    yield from (f"{name}: {counts[name]}" for name in FATAL if counts.get(name))
    if not p95 <= P95:
        yield f"p95 is {p95:.0f} ms; promised are {P95:.0f}"
    yield from _troubles(counts)
    yield from _growth(samples)


def _troubles(counts: Mapping[str, int]) -> Iterator[str]:
    most = TROUBLE * counts.get("sent", 0)
    for name in TROUBLES:
        if (found := counts.get(name, 0)) > most:
            yield f"{name}: {found}; at most {most:.0f} of {counts.get('sent', 0)} may be"


def _growth(samples: Sequence[Sample]) -> Iterator[str]:
    half, end = samples[len(samples) // 2].memory, samples[-1].memory
    for name, used in end.items():
        if name.startswith("bot") and used > (1 + GROWTH) * half.get(name, used):
            yield f"{name} grew from {half[name]:.0f} to {used:.0f} MB in the second half"
