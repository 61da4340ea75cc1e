"""Which runs of digits are somebody's number, and which are ages, years or help numbers."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

import phonenumbers

SHORTEST = 6
_GROUP = re.compile(r"\d+")
_COUNTING = re.compile(r"[1-9]\d?(?:[ ,]{1,2}[1-9]\d?){2,}")
_AMOUNT = re.compile(r"[1-9]\d{0,2}(?:[. ]000)+|[1-9]\d{0,2}000")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_TIMES = re.compile(r"(?:[0-2]?\d[:.][0-5]\d(?: ?[-–] ?| |$))+|[0-2]?\d:[0-5]\d:[0-5]\d")
_NUMBER = re.compile(r"\d(?:[ ().-]{0,2}\d)*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST_AMOUNT = 7
# "116 111 2 times": as many digits after a help number are a number of their own.
_LONGEST_COUNT = 3
_ALWAYS_OPEN = "24/7"
_MOST_TRIES = 20
_NOT_DIGITS = re.compile(r"\D")

Span = tuple[int, int]
NOTHING: Span = (0, 0)


def digits_of(number: str) -> str:
    """Only the digits: "0800 1111" gives "08001111"."""
    return _NOT_DIGITS.sub("", number)


class HelpNumbers:
    """The numbers that must stay readable, however they are spaced."""

    def __init__(self, numbers: Iterable[str]) -> None:
        """`numbers` may have words with them, as in the register: "112 (or 113)"."""
        self._numbers = frozenset(
            digits_of(number) for text in numbers for number in _NUMBER.findall(text)
        )

    def private_part(self, run: str) -> Span:
        """The part of a run of digits that is somebody's number; (0, 0) if none is."""
        groups = list(_GROUP.finditer(run))
        known = self._groups_of_help_number(groups)
        if known:
            return self._after(run, groups[known:])
        return NOTHING if _is_harmless(run, [group[0] for group in groups]) else (0, len(run))

    def private_part_of_valid(self, number: str) -> Span:
        """As `private_part`, of what is a valid phone number: only a help number itself stays."""
        groups = list(_GROUP.finditer(number))
        known = self._groups_of_help_number(groups)
        more = sum(len(group[0]) for group in groups[known:])
        if known and more >= _LONGEST_COUNT and not number.endswith(_ALWAYS_OPEN):
            return NOTHING if self._all_known(groups[known:]) else (0, len(number))
        return self.private_part(number)

    def _groups_of_help_number(self, groups: list[re.Match[str]]) -> int:
        for count in range(len(groups), 0, -1):
            joined = "".join(group[0] for group in groups[:count])
            # Short ones are too often the beginning of another number: 112, but 112 345 678.
            if joined in self._numbers and (len(joined) >= SHORTEST or self._all_known(groups)):
                return count
        return 0

    def _all_known(self, groups: list[re.Match[str]]) -> bool:
        return all(group[0] in self._numbers for group in groups)

    def _after(self, run: str, groups: list[re.Match[str]]) -> Span:
        if not groups:
            return NOTHING
        after = groups[0].start()
        start, end = self.private_part(run[after:])
        if start == end or len(digits_of(run[after:])) <= _LONGEST_COUNT:
            return NOTHING
        if len(digits_of(run[after:])) < SHORTEST:
            # Too short to be a second number: the run is one that begins like a help number.
            return 0, len(run)
        return start + after, end + after


def _is_harmless(run: str, groups: list[str]) -> bool:
    return (
        _is_amount(run)
        or bool(_THOUSANDS.fullmatch(run))
        or bool(_TIMES.fullmatch(run))
        or _is_counting(run)
        or all(map(_YEAR.fullmatch, groups))
        or (len("".join(groups)) == SHORTEST and any(map(_YEAR.fullmatch, groups)))
    )


def _is_amount(run: str) -> bool:
    return (
        bool(_AMOUNT.fullmatch(run))
        and len(digits_of(run)) <= _LONGEST_AMOUNT
        and (not run.isdigit() or len(run) == SHORTEST)
    )


def _is_counting(run: str) -> bool:
    """Ages or a countdown: 10 11 12 13; not 06 07 08 09 10, which is a phone number in France."""
    if not _COUNTING.fullmatch(run):
        return False
    numbers = map(int, _GROUP.findall(run))
    steps = {after - before for before, after in itertools.pairwise(numbers)}
    return steps in ({1}, {-1})


def is_card(number: str) -> bool:
    """Whether the digits pass the check of payment cards (Luhn, ISO/IEC 7812-1)."""
    total = 0
    for position, digit in enumerate(reversed(digits_of(number))):
        value = int(digit) * (position % 2 + 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def valid_phone_numbers(text: str, regions: Iterable[str]) -> list[Span]:
    """Where phonenumbers' matcher finds a number valid in one of the regions; no overlaps."""
    spans = {
        (found.start, found.end)
        for region in regions
        for found in phonenumbers.PhoneNumberMatcher(text, region, max_tries=_MOST_TRIES)
    }
    return _merged(spans)


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
