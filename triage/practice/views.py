"""Practice: a queue of made-up cases, the case, and the comparison with the model answer."""

from __future__ import annotations

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.access import user_of
from practice import attempts
from practice.forms import PracticeRecordForm, SayForm
from practice.models import Attempt, attempts_of
from practice.script_files import ROUNDS, Script, library
from staff.roles import practice_required


@practice_required
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """The made-up cases, as the queue shows real ones."""
    found = library()
    state = attempts.state_of(user_of(request), timezone.now())
    rows = [(script, state.get(script.name)) for script in found.scripts.values()]
    about = {"rows": rows, "problems": found.problems}
    return render(request, "practice/queue.html", about)


@practice_required
@require_POST
def take(request: HttpRequest, name: str) -> HttpResponse:
    """Begins an attempt, or goes on with the open one."""
    script = library().scripts.get(name)
    if script is None:
        raise Http404
    attempt = attempts.begin(user_of(request), script, timezone.now())
    return redirect("practice:attempt", attempt.pk)


@practice_required
@require_GET
def attempt(request: HttpRequest, number: int) -> HttpResponse:
    """The case with the talk so far."""
    found, script = _own(request, number)
    if found.finished:
        return redirect("practice:compare", number)
    return _page(request, found, script)


@practice_required
@require_POST
def say(request: HttpRequest, number: int) -> HttpResponse:
    """The worker writes, and the child of the script answers."""
    found, script = _own(request, number)
    form = SayForm(request.POST)
    if not form.is_valid() and not found.finished:
        return _page(request, found, script, say=form)
    if form.is_valid():
        attempts.say(found, form.cleaned_data["number"], form.cleaned_data["text"])
    return redirect(reverse("practice:attempt", args=[number]) + "#newest")


@practice_required
@require_POST
def record(request: HttpRequest, number: int) -> HttpResponse:
    """Category, action and outcome are chosen, which ends the attempt."""
    found, script = _own(request, number)
    form = PracticeRecordForm(request.POST)
    if not found.finished and not found.answers.exists():
        form.add_error(None, _("Write to the child at least once before you end the case."))
    if not form.is_valid() and not found.finished:
        return _page(request, found, script, record=form)
    if form.is_valid():
        attempts.finish(found, **form.cleaned_data, now=timezone.now())
    return redirect("practice:compare", number)


@practice_required
@require_GET
def compare(request: HttpRequest, number: int) -> HttpResponse:
    """What was done beside what the model did, and why the model did so."""
    found, script = _own(request, number)
    if not found.finished:
        return redirect("practice:attempt", number)
    about = {
        "attempt": found,
        "script": script,
        "rounds": attempts.compared_rounds(found, script),
        "choices": attempts.compared_choices(found, script),
    }
    return render(request, "practice/compare.html", about)


@practice_required
@require_POST
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """Deletes an attempt with all that was written in it."""
    _mine(request, number).delete()
    return redirect("practice:queue")


def _mine(request: HttpRequest, number: int) -> Attempt:
    return get_object_or_404(attempts_of(user_of(request), timezone.now()), pk=number)


def _own(request: HttpRequest, number: int) -> tuple[Attempt, Script]:
    """Somebody's own attempt with its script. Raises Http404 for anybody else's, or an old one."""
    found = _mine(request, number)
    if found.script is None:
        raise Http404
    return found, found.script


def _page(request: HttpRequest, found: Attempt, script: Script, **refused: Form) -> HttpResponse:
    """The case; with the form that was refused, if one was."""
    talk = attempts.rounds(found, script)
    about = {
        "attempt": found,
        "script": script,
        "rounds": talk,
        "rounds_in_all": ROUNDS,
        "is_talk_over": len(talk) == ROUNDS,
        "say": SayForm(initial={"number": len(talk) + 1}),
        "record": PracticeRecordForm(),
        **refused,
    }
    return render(request, "practice/attempt.html", about, status=400 if refused else 200)
