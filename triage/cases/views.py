"""A case: its page, and what a worker does there."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases import glance, work
from cases.access import (
    REAL,
    case_to_work_on,
    emergencies_open_to,
    may_work_on,
    user_of,
    visible_case,
)
from cases.audit import log_access
from cases.forms import HandOnForm, NoteForm, RecordForm, WriteForm
from cases.models import Case, Message
from cases.work import Record, RefusedError, name_of
from staff.roles import worker_required

View = Callable[..., HttpResponse]


def step(view: View) -> View:
    """A view that changes a case; where the case stands in the way, the worker is told why."""

    @worker_required
    @require_POST
    @wraps(view)
    def telling(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except RefusedError as problem:
            if _wants_json(request):
                return JsonResponse({"error": str(problem)}, status=409)
            about = {"problem": str(problem), "number": kwargs["number"]}
            return render(request, "cases/refused.html", about, status=409)

    return telling


@worker_required
@require_GET
def case_page(request: HttpRequest, number: int) -> HttpResponse:
    """All about a case."""
    return _page(request, visible_case(request, number))


@step
def take(request: HttpRequest, number: int) -> HttpResponse:
    """The worker takes the case; of two only one gets it."""
    # Who comes second may not see the case any more, and still learns who has it.
    case = get_object_or_404(Case, REAL, pk=number)
    work.take(case, user_of(request), timezone.now())
    return redirect("cases:case", number=number)


@step
def write(request: HttpRequest, number: int) -> HttpResponse:
    """The worker says something to the child."""
    case = case_to_work_on(request, number)
    form = WriteForm(request.POST)
    if not form.is_valid():
        if _wants_json(request):
            problems = [str(problem) for found in form.errors.values() for problem in found]
            return JsonResponse({"error": " ".join(problems)}, status=400)
        return _page(request, case, write=form)
    key, text = form.cleaned_data["key"], form.cleaned_data["text"]
    said = work.worker_writes(case, user_of(request), key, text, timezone.now())
    if _wants_json(request):
        return JsonResponse({"id": said.pk, "html": said_html(said)})
    return redirect("cases:case", number=number)


@step
def end(request: HttpRequest, number: int) -> HttpResponse:
    """The worker ends the chat."""
    work.worker_ends(case_to_work_on(request, number), user_of(request), timezone.now())
    return redirect("cases:case", number=number)


@step
def add_note(request: HttpRequest, number: int) -> HttpResponse:
    """A note is added."""
    case = case_to_work_on(request, number)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, case, note=form)
    work.add_note(case, user_of(request), form.cleaned_data["text"])
    return redirect("cases:case", number=number)


@step
def record(request: HttpRequest, number: int) -> HttpResponse:
    """The record is kept, and the case closed if the worker says so."""
    case = case_to_work_on(request, number)
    form = RecordForm(request.POST)
    if not form.is_valid():
        return _page(request, case, record=form)
    chosen = Record(**form.cleaned_data)
    if "close" not in request.POST:
        work.record(case, user_of(request), chosen)
        messages.success(request, _("The record is kept."))
        return redirect("cases:case", number=number)
    work.close(case, user_of(request), chosen, timezone.now())
    messages.success(request, _("The case is closed. What was said is deleted."))
    return redirect("cases:queue")


@step
def hand_on(request: HttpRequest, number: int) -> HttpResponse:
    """A colleague gets the case."""
    case = case_to_work_on(request, number)
    form = HandOnForm(case, request.POST)
    if not form.is_valid():
        return _page(request, case, hand_on=form)
    colleague = form.cleaned_data["colleague"]
    work.hand_on(case, user_of(request), colleague)
    messages.success(request, _("%(name)s has the case now.") % {"name": name_of(colleague)})
    return redirect("cases:queue")


def said_html(said: Message) -> str:
    """A message as the case page shows it."""
    return render_to_string("cases/said.html", {"said": said})


def _page(request: HttpRequest, case: Case, **refused: Form) -> HttpResponse:
    """The case page; with the form that was refused, if one was."""
    user, now = user_of(request), timezone.now()
    case = work.settled(case, now)
    log_access(case)
    said = list(case.messages.all())
    about: dict[str, Any] = {
        "steps": glance.steps(case),
        "answered": glance.answered(case),
        "help": glance.help_for(case),
        "since": [one for one in said if not one.before],
        "notes": case.notes.select_related("author"),
        "newest": said[-1].pk if said else 0,
        "is_own": case.worker_id == user.pk,
        "may_work": may_work_on(user, case),
        "forms": {
            "write": WriteForm(initial={"key": uuid.uuid4()}),
            "note": NoteForm(),
            "record": RecordForm.of(case),
            "hand_on": HandOnForm(case),
            **refused,
        },
        "emergencies": emergencies_open_to(user),
        **glance.before(case),
        **glance.standing(case, now),
    }
    return render(request, "cases/case.html", about, status=400 if refused else 200)


def _wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
