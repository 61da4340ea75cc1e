"""Statistics for supervisors: a page with charts, the same as files, and what it all means."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from counts import charts
from counts.dictionary import dictionary
from counts.exports import as_csv, as_json
from counts.forms import StatisticsForm, WeeksForm, usual
from counts.models import Export
from counts.report import Report, report
from staff.roles import supervisor_required


@supervisor_required
@require_GET
def statistics(request: HttpRequest) -> HttpResponse:
    """The charts of the weeks that were chosen, the funnel first."""
    form = StatisticsForm({**usual(), **request.GET.dict()})
    if not form.is_valid():
        return render(request, "counts/statistics.html", {"form": form}, status=400)
    found = report(form.cleaned_data["first"], form.cleaned_data["last"])
    return render(
        request,
        "counts/statistics.html",
        {
            "form": form,
            "report": found,
            "words": dictionary(),
            "funnel": charts.funnel(found),
            "charts": [
                charts.without_a_person(found),
                charts.did_this_help(found),
                charts.time_to_take(found),
                *charts.records(found),
                *charts.by_group(found, form.cleaned_data["kind"]),
            ],
        },
    )


@supervisor_required
@require_GET
def explain(request: HttpRequest) -> HttpResponse:
    """The data dictionary."""
    return render(request, "counts/dictionary.html", {"words": dictionary()})


@supervisor_required
@require_GET
def export_csv(request: HttpRequest) -> HttpResponse:
    """The figures for a spreadsheet."""
    return _export(request, "csv", "text/csv; charset=utf-8", as_csv)


@supervisor_required
@require_GET
def export_json(request: HttpRequest) -> HttpResponse:
    """The figures for a program."""
    return _export(request, "json", "application/json", as_json)


def _export(
    request: HttpRequest, form: str, content_type: str, written: Callable[[Report], str]
) -> HttpResponse:
    weeks = WeeksForm(request.GET)
    if not weeks.is_valid():
        return HttpResponse(
            "first and last must be days such as 2026-01-05, and not too far apart.\n",
            status=400,
            content_type="text/plain; charset=utf-8",
        )
    found = report(weeks.cleaned_data["first"], weeks.cleaned_data["last"])
    Export.objects.create(first_week=found.first, last_week=found.last, form=form)
    name = f"beacon-counts-{found.first}-to-{found.last}.{form}"
    return HttpResponse(
        written(found),
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
