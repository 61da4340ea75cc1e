"""Server-sent events: what changes in the queue and what is said in a chat, as it happens."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
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
from cases.access import emergencies_open_to, user_of, visible_to
from cases.audit import log_access
from cases.glance import before, standing
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

# A case that a page shows: its number, its newest message there, and the child's decision there.
_SHOWN = re.compile(r"([0-9]{1,18})\.([0-9]{1,18})\.([0-9]{1,18})")

Changes = Callable[[], Awaitable[list[str]]]


@worker_required
@require_GET
def events(request: HttpRequest) -> StreamingHttpResponse:
    """All that the open pages of a browser follow: the queue, and each `case` that one shows.

    One stream for all of them: over HTTP/1.1 a browser keeps no more than six connections, and with
    a stream in each of six tabs nothing else could be sent or opened.
    """
    user = user_of(request)
    shown = [_SHOWN.fullmatch(case) for case in request.GET.getlist("case")]
    cases = [CaseFollower(user, *map(int, case.groups())) for case in shown if case]
    for case in visible_to(user).filter(pk__in=[follower.number for follower in cases]):
        log_access(case)
    return _stream(request, [QueueFollower(user), *cases])


def event(kind: str, content: object = None) -> str:
    """One event as it goes over the wire."""
    return f"event: {kind}\ndata: {json.dumps(content)}\n\n"


class QueueFollower:
    """Follows the queue: `queue` whenever it is another, with the emergencies in it."""

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
    """Follows one case, beginning with what a page shows of it.

    `said` for each message, `told` where the child has decided anew what may be read, `state` for
    how it stands with the child, `gone` at the end. Each names the case.
    """

    def __init__(self, user: User, number: int, newest: int, decided: int) -> None:
        self.number = number
        self._user = user
        self._newest = newest
        self._decided = decided
        self._queue: tuple[Any, ...] | None = None
        self._looked = 0.0
        self._state = ""
        self._is_gone = False

    async def changes(self) -> list[str]:
        """The events since the last call."""
        if self._is_gone:
            return []
        pulse = await PULSE.get()
        if not self._is_news(pulse) and monotonic() - self._looked < LOOK:
            return []
        self._queue, self._looked = pulse.queue, monotonic()
        return await in_thread(self._look)

    def _is_news(self, pulse: Pulse) -> bool:
        if pulse.queue != self._queue:
            return True
        return any(case == self.number and said > self._newest for said, case in pulse.said)

    def _look(self) -> list[str]:
        case = visible_to(self._user).filter(pk=self.number, closed=None).first()
        if case is None:
            self._is_gone = True
            return [self._event("gone")]
        case = work.settled(case, timezone.now())
        return [*self._told(case), *self._said(case), *self._standing(case)]

    def _told(self, case: Case) -> list[str]:
        """What is left of what a page shows: what the child takes back goes from it at once."""
        if case.decided == self._decided:
            return []
        self._decided = case.decided
        html = render_to_string("cases/before.html", before(case))
        kept = list(case.messages.filter(before=False).values_list("pk", flat=True))
        return [self._event("told", decided=case.decided, html=html, kept=kept)]

    def _said(self, case: Case) -> list[str]:
        events = []
        for said in case.messages.filter(before=False, pk__gt=self._newest):
            self._newest = said.pk
            is_emergency = said.risk == Risk.EMERGENCY
            events.append(
                self._event("said", id=said.pk, html=said_html(said), emergency=is_emergency)
            )
        return events

    def _standing(self, case: Case) -> list[str]:
        state = render_to_string("cases/state.html", standing(case, timezone.now()))
        if state == self._state:
            return []
        self._state = state
        return [self._event("state", live=case.live, html=state)]

    def _event(self, kind: str, **content: object) -> str:
        return event(kind, {"case": self.number, **content})


Follower = QueueFollower | CaseFollower


def _stream(request: HttpRequest, followers: Sequence[Follower]) -> StreamingHttpResponse:
    async def changes() -> list[str]:
        return [change for follower in followers for change in await follower.changes()]

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
