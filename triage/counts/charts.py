"""Charts as the page draws them: each is a table, with a bar beside every number that is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from counts.dictionary import dictionary
from counts.exports import shown
from counts.groups import DIMENSIONS, RECORD
from counts.report import FUNNEL, Measure, Report
from counts.suppression import Figure


@dataclass(frozen=True)
class Bar:
    """One row: what it counts, its number as it is written, the bar's width, and one fact more.

    `country` is the code of a country whose name the browser knows.
    """

    label: str
    means: str
    number: str
    percent: int
    more: str = ""
    country: str = ""


@dataclass(frozen=True)
class Chart:
    """A table with bars. `counted` and `more` head the columns, if not plainly numbers and none."""

    title: str
    about: str
    first_heading: str
    bars: tuple[Bar, ...]
    counted: str = ""
    more: str = ""


def funnel(report: Report) -> Chart:
    """From chats to people."""
    chats = report.totals["chat"].number
    numbers = {kind: report.totals[kind].number for kind in FUNNEL}
    return Chart(
        title=_("From chats to people"),
        about=_("How many chats lead to help, and to a person."),
        first_heading=_("Step"),
        bars=tuple(
            _kind_bar(kind, number, numbers, _in_hundred(number, chats))
            for kind, number in numbers.items()
        ),
        more=_("In 100 chats"),
    )


def without_a_person(report: Report) -> Chart:
    """What stood in the way on that road."""
    kinds = ("not_understood", "hand_over_failed", "nobody")
    numbers = {kind: report.totals[kind].number for kind in kinds}
    return Chart(
        title=_("Where the way ended"),
        about=_("What stood between a child and help, or a person."),
        first_heading=_("What happened"),
        bars=tuple(_kind_bar(kind, number, numbers) for kind, number in numbers.items()),
    )


def did_this_help(report: Report) -> Chart:
    """What children answered to that question."""
    numbers = {kind: report.totals[kind].number for kind in ("helped", "not_helped")}
    return Chart(
        title=_("Did this help?"),
        about=_("What children answered. Many do not answer."),
        first_heading=_("Answer"),
        bars=tuple(_kind_bar(kind, number, numbers) for kind, number in numbers.items()),
    )


def time_to_take(report: Report) -> Chart:
    """How long children waited for a person, by risk."""
    total = report.totals["taken"]
    by_risk = report.breakdowns["risk"]["taken"]
    measures = {_("All"): total} | {
        dictionary().label("risk", value): measure for value, measure in by_risk.items()
    }
    most = max((one.mean_seconds or 0 for one in measures.values()), default=0)
    return Chart(
        title=_("Time until a person took the case"),
        about=_("The mean, not the median: one very long wait draws it up."),
        first_heading=_("Risk"),
        bars=tuple(
            Bar(label, "", _duration(one), _percent(one.mean_seconds or 0, most), shown(one.number))
            for label, one in measures.items()
        ),
        counted=_("Mean"),
        more=_("Cases taken"),
    )


def records(report: Report) -> list[Chart]:
    """What the staff chose for the cases that they closed."""
    return _charts(report, "closed", RECORD)


def by_group(report: Report, kind: str) -> list[Chart]:
    """One chart for the weeks and one for each dimension, all counting the same kind."""
    return _charts(report, kind, ("week", *DIMENSIONS))


def _charts(report: Report, kind: str, dimensions: Iterable[str]) -> list[Chart]:
    words = dictionary()
    return [
        Chart(
            title=f"{words.kinds[kind].label}: {words.dimensions[name].label.lower()}",
            about=words.dimensions[name].means,
            first_heading=words.dimensions[name].label,
            bars=_group_bars(name, report.breakdowns[name][kind]),
        )
        for name in dimensions
    ]


def _group_bars(dimension: str, measures: Mapping[str, Measure]) -> tuple[Bar, ...]:
    numbers = {value: measure.number for value, measure in measures.items()}
    return tuple(
        Bar(
            _label(dimension, value),
            "",
            shown(number),
            _share(number, numbers),
            country=value if dimension == "country" else "",
        )
        for value, number in numbers.items()
    )


def _label(dimension: str, value: str) -> str:
    day = parse_date(value) if dimension == "week" else None
    return date_format(day, "j M Y") if day else dictionary().label(dimension, value)


def _kind_bar(kind: str, number: Figure, numbers: Mapping[str, Figure], more: str = "") -> Bar:
    entry = dictionary().kinds[kind]
    return Bar(entry.label, entry.means, shown(number), _share(number, numbers), more)


def _share(number: Figure, numbers: Mapping[str, Figure]) -> int:
    known = [one for one in numbers.values() if isinstance(one, int)]
    return _percent(number, max(known, default=0)) if isinstance(number, int) else 0


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0


def _in_hundred(number: Figure, chats: Figure) -> str:
    if not isinstance(number, int) or not isinstance(chats, int) or not chats:
        return "–"
    return str(_percent(number, chats))


def _duration(measure: Measure) -> str:
    if measure.mean_seconds is None:
        return "–"
    minutes, seconds = divmod(measure.mean_seconds, 60)
    return _("%(minutes)d min %(seconds)02d s") % {"minutes": minutes, "seconds": seconds}
