"""The bot's way in: docs/hand-over.md says what goes over it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from cases import incoming, metrics, work
from cases.incoming import BadBodyError
from cases.models import Case, Sender
from cases.policy import policy
from config.bearer import bearer_required, metrics_bearer_required, refusal

View = Callable[..., HttpResponse]

_ID = re.compile(r"[0-9]{1,18}")


def for_the_bot(view: View) -> View:
    """A view that only the bot may use; what is wrong with a request is said in JSON."""

    @bearer_required
    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except BadBodyError as problem:
            return refusal(400, str(problem))
        except Case.DoesNotExist:
            return refusal(404, "there is no hand-over with that key")

    return answering


@for_the_bot
@require_GET
def show_policy(request: HttpRequest) -> HttpResponse:
    """What the child is told before it decides."""
    del request
    rules = policy()
    return JsonResponse(
        {
            "service": rules.service,
            "who": rules.who,
            "minutes_until_nobody": rules.minutes_until_nobody,
            "workers_see_everything": rules.workers_see_everything,
        }
    )


@for_the_bot
@require_POST
def hand_overs(request: HttpRequest) -> HttpResponse:
    """Takes a hand-over; it is stored when the answer is sent."""
    sent = incoming.hand_over(incoming.json_object(request))
    case, is_new = work.hand_over(sent, timezone.now())
    return JsonResponse({"key": case.key, "live": case.live}, status=201 if is_new else 200)


@for_the_bot
@require_GET
def hand_over(request: HttpRequest, key: str) -> HttpResponse:
    """How it stands, and what the worker wrote."""
    now = timezone.now()
    after = _after(request)
    case = _case(key)
    work.child_is_there(case, now)
    case = work.settled(case, now)
    said = case.messages.filter(sender=Sender.WORKER, before=False, pk__gt=after)
    return JsonResponse(
        {
            "live": case.live,
            "ended": case.ended,
            "service": policy().service,
            "messages": list(said.values("id", "text")),
        },
        # As escapes, letters that are not Latin would take three times as much.
        json_dumps_params={"ensure_ascii": False},
    )


@for_the_bot
@require_POST
def messages(request: HttpRequest, key: str) -> HttpResponse:
    """Takes what the child writes to the person."""
    now = timezone.now()
    sent = incoming.child_message(incoming.json_object(request))
    case = _case(key)
    work.child_is_there(case, now)
    try:
        is_new = work.child_writes(case, sent, now)
    except work.ChatOverError:
        return refusal(409, "the chat is over")
    return JsonResponse({}, status=201 if is_new else 200)


@for_the_bot
@require_POST
def end(request: HttpRequest, key: str) -> HttpResponse:
    """The child ends the chat."""
    del request
    work.child_ends(_case(key), timezone.now())
    return JsonResponse({})


@metrics_bearer_required
@require_GET
def show_metrics(request: HttpRequest) -> HttpResponse:
    """For the operator's Prometheus, which cannot put cases before the staff."""
    del request
    return HttpResponse(metrics.exposition(timezone.now()), content_type=metrics.CONTENT_TYPE)


def _case(key: str) -> Case:
    return Case.objects.get(key=key)


def _after(request: HttpRequest) -> int:
    after = request.GET.get("after", "0")
    if not _ID.fullmatch(after):
        raise BadBodyError("after must be the id of a message")
    return int(after)
