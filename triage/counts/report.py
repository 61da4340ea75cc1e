"""Figures for a range of weeks, with small groups hidden: all that pages and exports may show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from counts.counting import monday
from counts.groups import BANDS, DIMENSIONS, KINDS, RECORD, RISKS, dimensions_of
from counts.models import Count
from counts.suppression import Figure, figure, figures

# From a chat to a person, in the order in which a child goes.
FUNNEL = (
    "chat",
    "understood",
    "help_shown",
    "help_tapped",
    "asked_person",
    "handed_over",
    "taken",
)
BREAKDOWNS = ("week", *DIMENSIONS, *RECORD)
ALL = "all"
_ORDER = {"risk": RISKS, "age_band": BANDS}


@dataclass(frozen=True)
class Measure:
    """How often something happened, and for `taken` how long children waited on average."""

    number: Figure
    mean_seconds: int | None = None


@dataclass(frozen=True)
class Row:
    """One figure of an export."""

    dimension: str
    value: str
    kind: str
    measure: Measure


@dataclass(frozen=True)
class Report:
    """Totals by kind, and by dimension, kind and value; weeks are named by their Mondays."""

    first: date
    last: date
    totals: Mapping[str, Measure]
    breakdowns: Mapping[str, Mapping[str, Mapping[str, Measure]]]

    def rows(self) -> Iterator[Row]:
        """Every figure, the totals first."""
        for kind, measure in self.totals.items():
            yield Row(ALL, ALL, kind, measure)
        for dimension, kinds in self.breakdowns.items():
            for kind, values in kinds.items():
                for value, measure in values.items():
                    yield Row(dimension, value, kind, measure)


def report(first: date, last: date) -> Report:
    """The figures from the week of `first` to the week of `last`, both included."""
    first, last = monday(first), monday(last)
    sums = _sums(first, last)
    totals = {kind: sums[ALL, kind, ALL] for kind in KINDS}
    return Report(
        first,
        last,
        {kind: _measure(kind, figure(one.number), one) for kind, one in totals.items()},
        {
            "week": _breakdown(sums, "week", _weeks(first, last)),
            **{name: _breakdown(sums, name, _values(sums, name)) for name in BREAKDOWNS[1:]},
        },
    )


@dataclass
class _Sum:
    number: int = 0
    seconds: int = 0


# By dimension, kind and value.
_Sums = defaultdict[tuple[str, str, str], _Sum]


def _sums(first: date, last: date) -> _Sums:
    """All sums from one query, so that they agree: a total must not know more than its parts."""
    fields = (*BREAKDOWNS, "kind", "number", "seconds")
    sums: _Sums = defaultdict(_Sum)
    counts = Count.objects.filter(week__range=(first, last))
    for count in counts.values_list(*fields).iterator():
        *values, kind, number, seconds = count
        for dimension, value in ((ALL, ALL), *zip(BREAKDOWNS, values, strict=True)):
            if not _has(kind, dimension):
                continue
            one = sums[dimension, kind, str(value)]
            one.number += number
            one.seconds += seconds
    return sums


def _breakdown(sums: _Sums, dimension: str, values: Sequence[str]) -> dict[str, dict[str, Measure]]:
    """The same values for every kind: a value that is left out would say that nobody was there."""
    return {
        kind: _measures(kind, {value: sums[dimension, kind, value] for value in values})
        for kind in KINDS
        if _has(kind, dimension)
    }


def _has(kind: str, dimension: str) -> bool:
    return dimension in (ALL, "week", *dimensions_of(kind))


def _measures(kind: str, sums: Mapping[str, _Sum]) -> dict[str, Measure]:
    shown = figures({value: one.number for value, one in sums.items()})
    return {value: _measure(kind, shown[value], one) for value, one in sums.items()}


def _measure(kind: str, shown: Figure, one: _Sum) -> Measure:
    if kind != "taken" or not isinstance(shown, int) or not shown:
        return Measure(shown)
    return Measure(shown, round(one.seconds / shown))


def _weeks(first: date, last: date) -> list[str]:
    days = range(0, (last - first).days + 1, 7)
    return [str(first + timedelta(days=day)) for day in days]


def _values(sums: _Sums, dimension: str) -> list[str]:
    """By rank where there is one, else by name; what nobody told comes last."""
    order = _ORDER.get(dimension, ())
    values = {value for name, _, value in sums if name == dimension}
    return sorted(
        values, key=lambda value: (not value, value in order and order.index(value), value)
    )
