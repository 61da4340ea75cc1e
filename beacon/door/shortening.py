"""Shortens a text to its beginning, its end, and what between them may be a cry for help."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from beacon.door.policy import ELLIPSIS
from beacon.patterns import PatternBook
from beacon.risk import Match

# A mark is one word: half of it would be none.
_WORD = re.compile(r"(?:\[[a-z ]{1,14}\]|\S){1,40}")
# Half a number would no longer be known as one.
_NUMBER_AT_END = re.compile(r"[\d\s()+./-]{1,40}$")
_NUMBER_AT_BEGINNING = re.compile(r"^[\d\s()+./-]{1,40}")
_LONGEST_WORD = 40

Span = tuple[int, int]


@dataclass(frozen=True)
class Lengths:
    """How much of a long text is kept, in characters.

    beginning, end: where nothing else is kept; with an ellipsis these are the longest text.
    alarming: the most that may be taken from these for what stands between them.
    window: how much is kept around a phrase; one of up to two thirds of it is seen.
    """

    beginning: int
    end: int
    alarming: int
    window: int

    @property
    def longest(self) -> int:
        """What is no longer than this stays as it is."""
        return self.beginning + len(ELLIPSIS) + self.end

    def sides(self, words: Sequence[Span], alarming: int) -> list[Span]:
        """Beginning and end in whole words, shorter by `alarming` characters together."""
        of_end = alarming * self.end // (self.beginning + self.end)
        last = words[-1][1]
        beginning = self.beginning - (alarming - of_end)
        end = last - (self.end - of_end)
        return [
            (0, max((stop for _, stop in words if stop <= beginning), default=0)),
            (min((start for start, _ in words if start >= end), default=last), last),
        ]


def ends_of(text: str, side: int) -> str:
    """The first and the last `side` characters in whole words; all of it, if there are no more."""
    if len(text) <= 2 * side:
        return text
    beginning, end = text[:side], text[-side:]
    last, first = beginning.rfind(" ", side - _LONGEST_WORD), end.find(" ", 0, _LONGEST_WORD)
    beginning = beginning if last < 0 else beginning[:last]
    end = end if first < 0 else end[first:]
    return _NUMBER_AT_END.sub("", beginning) + ELLIPSIS + _NUMBER_AT_BEGINNING.sub("", end)


def shorten(text: str, lengths: Lengths, patterns: PatternBook[Match]) -> str:
    """`text` without what stands between its beginning and its end, but for what fits `patterns`.

    Of these the gravest come first, each once. Never longer than `lengths.longest`.
    """
    if len(text) <= lengths.longest:
        return text
    words = [match.span() for match in _WORD.finditer(text)]
    alarming = _alarming(text, words, lengths, patterns)
    return _joined(text, _kept(words, lengths, alarming))


def _alarming(
    text: str, words: Sequence[Span], lengths: Lengths, patterns: PatternBook[Match]
) -> Mapping[Match, list[Span]]:
    """The windows in which each pattern fits, the gravest pattern first."""
    found: dict[Match, list[Span]] = defaultdict(list)
    for start, end in _windows(words, lengths.window):
        for match in patterns.matches(text[start:end]):
            found[match].append((start, end))
    return dict(sorted(found.items(), key=lambda pair: -pair[0].level))


def _windows(words: Sequence[Span], size: int) -> Iterator[Span]:
    """Whole words in at most `size` characters, each time a third further on."""
    onward, end = 0, 0
    for first, (start, _) in enumerate(words):
        if start < onward:
            continue
        onward = start + size // 3
        end = max(
            (stop for _, stop in words[first : first + size] if stop <= start + size), default=end
        )
        yield start, end


def _kept(
    words: Sequence[Span], lengths: Lengths, alarming: Mapping[Match, list[Span]]
) -> list[Span]:
    sides = lengths.sides(words, 0)
    if all(_is_seen(windows, sides) for windows in alarming.values()):
        return sides
    sides = lengths.sides(words, lengths.alarming)
    chosen: list[Span] = []
    used = 0
    for windows in alarming.values():
        start, end = _middle(windows)
        size = end - start + len(ELLIPSIS)
        if used + size <= lengths.alarming and not _is_seen(windows, [*sides, *chosen]):
            chosen.append((start, end))
            used += size
    return _merged([*lengths.sides(words, used), *chosen])


def _is_seen(windows: Sequence[Span], kept: Sequence[Span]) -> bool:
    return any(start <= first and last <= end for first, last in windows for start, end in kept)


def _middle(windows: Sequence[Span]) -> Span:
    """Of the windows that the first phrase stands in the one with most on both sides of it."""
    around = [window for window in windows if window[0] < windows[0][1]]
    return around[len(around) // 2]


def _merged(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _joined(text: str, spans: Sequence[Span]) -> str:
    parts = []
    for start, end in spans:
        part = text[start:end]
        if start > 0:
            part = _NUMBER_AT_BEGINNING.sub("", part)
        if end < len(text):
            part = _NUMBER_AT_END.sub("", part)
        parts.append(part)
    return ELLIPSIS.join(part for part in parts if part)
