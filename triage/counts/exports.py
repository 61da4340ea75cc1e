"""The figures as CSV and JSON, hidden ones hidden as on the page."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping

from counts.dictionary import FIELDS, dictionary
from counts.report import Report, Row
from counts.suppression import LEAST, Figure, Hidden

NOT_TOLD = "not told"
# What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_csv(report: Report) -> str:
    """One line a figure; the columns are those of the dictionary."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(FIELDS)
    for row in report.rows():
        writer.writerow([_harmless(cell) for cell in _cells(report, row).values()])
    return lines.getvalue()


def as_json(report: Report) -> str:
    """The figures with what they mean, so that the file explains itself."""
    words = dictionary()
    content = {
        "about": words.about,
        "small_groups": words.small_groups,
        "overlapping_weeks": words.overlapping_weeks,
        "smallest_group_shown": LEAST,
        "fields": dict(words.fields),
        "kinds": {kind: entry.means for kind, entry in words.kinds.items()},
        "figures": [_cells(report, row) for row in report.rows()],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def shown(figure: Figure) -> str:
    """A figure as it's written."""
    return figure.value if isinstance(figure, Hidden) else str(figure)


def _cells(report: Report, row: Row) -> Mapping[str, str | int | None]:
    number = row.measure.number
    cells = (
        str(report.first),
        str(report.last),
        row.dimension,
        row.value or NOT_TOLD,
        row.kind,
        number.value if isinstance(number, Hidden) else number,
        row.measure.mean_seconds,
    )
    return dict(zip(FIELDS, cells, strict=True))


def _harmless(cell: str | int | None) -> str | int | None:
    """A text that a spreadsheet does not run: an apostrophe before it makes it a text for good."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
