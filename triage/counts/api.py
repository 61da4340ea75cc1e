"""What the bot tells about itself: events without words or ids, counted and forgotten."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from cases.incoming import BadBodyError, json_object
from config.bearer import bearer_required, refusal
from counts.counting import count_all
from counts.groups import EventError, Group, group_of

MOST_EVENTS = 200


@bearer_required
@require_POST
def events(request: HttpRequest) -> HttpResponse:
    """Counts the events of the request: all of them, or none where one of them is bad."""
    try:
        groups = _groups(json_object(request))
    except (BadBodyError, EventError) as problem:
        return refusal(400, str(problem))
    count_all(groups)
    return HttpResponse(status=202)


def _groups(body: dict[str, Any]) -> list[Group]:
    if set(body) != {"events"}:
        raise EventError("the body must hold events and nothing else")
    sent = body["events"]
    if not isinstance(sent, list) or len(sent) > MOST_EVENTS:
        raise EventError(f"events must be a list of at most {MOST_EVENTS}")
    return [group_of(event) for event in sent]
