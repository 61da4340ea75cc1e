"""Server-sent events: what changes in the queue and what is said in a chat, as it happens."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from time import monotonic
from typing import Any

from asgiref.sync import sync_to_async
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase
from django.db import connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET
from django_otp.middleware import OTPMiddleware

from cases import work
from cases.access import emergencies_open_to, user_of, visible_case, visible_to
from cases.audit import log_access
from cases.glance import standing
from cases.models import Case, Risk
from cases.pulse import PAUSE, PULSE, Pulse, in_thread
from cases.views import said_html
from staff.roles import SUPERVISOR, WORKER, is_verified, roles_of, worker_required

# Then the browser comes again, and with it the session's half hour begins anew.
LONGEST = 4 * 60.0
# How often the browser hears that the connection stands, and the session is looked at.
BEAT = 4.0
# How often a chat is looked at where nothing was heard of it: the child's last sign is no change.
LOOK = 3.0

_ID = re.compile(r"[0-9]{1,18}")

Changes = Callable[[], Awaitable[list[str]]]


@worker_required
@require_GET
def queue_events(request: HttpRequest) -> StreamingHttpResponse:
    """`queue` whenever the queue is another, with the emergencies in it."""
    return _stream(request, QueueFollower(user_of(request)).changes)


@worker_required
@require_GET
def case_events(request: HttpRequest, number: int) -> StreamingHttpResponse:
    """`said` for each message, `state` for how it stands with the child, `gone` at the end."""
    case = visible_case(request, number)
    log_access(case)
    latest = request.headers.get("Last-Event-ID") or request.GET.get("after", "")
    newest = int(latest) if _ID.fullmatch(latest) else 0
    return _stream(request, CaseFollower(user_of(request), case, newest).changes)


def event(kind: str, content: object = None, number: int | None = None) -> str:
    """One event as it goes over the wire."""
    beginning = "" if number is None else f"id: {number}\n"
    return f"{beginning}event: {kind}\ndata: {json.dumps(content)}\n\n"


class QueueFollower:
    """Follows the queue for one page."""

    def __init__(self, user: User) -> None:
        self._user = user
        self._seen: tuple[Any, ...] | None = None

    async def changes(self) -> list[str]:
        """The events since the last call."""
        pulse = await PULSE.get()
        if pulse.queue == self._seen:
            return []
        self._seen = pulse.queue
        emergencies = await in_thread(lambda: emergencies_open_to(self._user))
        return [event("queue", {"emergencies": emergencies})]


class CaseFollower:
    """Follows one chat for one page, beginning after the newest message that the page shows."""

    def __init__(self, user: User, case: Case, newest: int) -> None:
        self._user = user
        self._number = case.pk
        self._newest = newest
        self._queue: tuple[Any, ...] | None = None
        self._looked = 0.0
        self._state = ""

    async def changes(self) -> list[str]:
        """The events since the last call."""
        pulse = await PULSE.get()
        if not self._is_news(pulse) and monotonic() - self._looked < LOOK:
            return []
        self._queue, self._looked = pulse.queue, monotonic()
        return await in_thread(self._look)

    def _is_news(self, pulse: Pulse) -> bool:
        if pulse.queue != self._queue:
            return True
        return any(case == self._number and said > self._newest for said, case in pulse.said)

    def _look(self) -> list[str]:
        case = visible_to(self._user).filter(pk=self._number, closed=None).first()
        if case is None:
            return [event("gone")]
        case = work.settled(case, timezone.now())
        return [*self._said(case), *self._standing(case)]

    def _said(self, case: Case) -> list[str]:
        events = []
        for said in case.messages.filter(before=False, pk__gt=self._newest):
            self._newest = said.pk
            content = {"id": said.pk, "html": said_html(said)}
            content["emergency"] = said.risk == Risk.EMERGENCY
            events.append(event("said", content, said.pk))
        return events

    def _standing(self, case: Case) -> list[str]:
        state = render_to_string("cases/state.html", standing(case, timezone.now()))
        if state == self._state:
            return []
        self._state = state
        return [event("state", {"live": case.live, "html": state})]


def _stream(request: HttpRequest, changes: Changes) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        follow(request.session, changes),
        content_type="text/event-stream",
        headers={"X-Accel-Buffering": "no"},
    )


async def follow(
    session: SessionBase, changes: Changes, longest: float = LONGEST
) -> AsyncIterator[str]:
    """The changes as they come, until it is time to come again or the session is over."""
    # What the view has read with its own connection is read; for minutes it would be held in vain.
    await sync_to_async(connections.close_all)()
    yield "retry: 1000\n\n"
    began = beaten = monotonic()
    while monotonic() - began < longest:
        for change in await changes():
            yield change
        if monotonic() - beaten >= BEAT:
            beaten = monotonic()
            if not await in_thread(lambda: _is_valid(session)):
                return
            yield event("beat")
        await asyncio.sleep(PAUSE)


def _is_valid(session: SessionBase) -> bool:
    """Whether somebody who may work with cases is still logged in with both factors."""
    request = HttpRequest()
    request.session = type(session)(session.session_key)
    AuthenticationMiddleware(_no_view).process_request(request)
    OTPMiddleware(_no_view)(request)
    return is_verified(request.user) and not roles_of(request.user).isdisjoint((WORKER, SUPERVISOR))


def _no_view(request: HttpRequest) -> HttpResponse:
    del request
    return HttpResponse()
