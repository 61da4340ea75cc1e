"""Which cases somebody sees: workers those that nobody has and their own, supervisors all."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q, QuerySet, Value, When
from django.http import Http404, HttpRequest

from cases.models import Case, Live, Risk
from staff.roles import SUPERVISOR, roles_of

# Not the anonymous facts of old cases.
REAL = Q(reduced=None)
# Somebody who waits now comes before a case that only waits to be closed.
_STANDING = models.Case(
    *(When(live=live, then=Value(place)) for place, live in enumerate(Live)),
    output_field=models.IntegerField(),
)


def user_of(request: HttpRequest) -> User:
    """Who makes a request that a guard of staff.roles has let through."""
    assert isinstance(request.user, User)
    return request.user


def visible_to(user: User) -> QuerySet[Case]:
    """The cases that somebody sees, whatever they may do with them."""
    cases = Case.objects.filter(REAL)
    if _is_supervisor(user):
        return cases
    return cases.filter(Q(worker=user) | Q(worker=None, closed=None))


def open_to(user: User) -> QuerySet[Case]:
    """The cases in somebody's queue, the most urgent first.

    Of equal risk children who wait come first, then chats that go on, then those that are over; of
    these the oldest first.
    """
    cases = visible_to(user).filter(closed=None).select_related("worker")
    return cases.order_by("-risk", _STANDING, "created", "pk")


def emergencies_open_to(user: User) -> list[int]:
    """The numbers of the emergencies in somebody's queue."""
    return list(open_to(user).filter(risk=Risk.EMERGENCY).values_list("pk", flat=True))


def case_to_work_on(request: HttpRequest, number: int) -> Case:
    """A case that is one's own, or a supervisor's to decide on. Raises PermissionDenied."""
    case = visible_case(request, number)
    if not may_work_on(user_of(request), case):
        raise PermissionDenied
    return case


def may_work_on(user: User, case: Case) -> bool:
    """Whether somebody may write notes, keep the record, hand on and close."""
    return case.worker_id == user.pk or _is_supervisor(user)


def visible_case(request: HttpRequest, number: int) -> Case:
    """A case that whoever asks may see. Raises PermissionDenied, and Http404 for none."""
    found = Case.objects.filter(REAL, pk=number).select_related("worker").first()
    if found is None:
        raise Http404
    if not visible_to(user_of(request)).filter(pk=number).exists():
        raise PermissionDenied
    return found


def _is_supervisor(user: User) -> bool:
    return SUPERVISOR in roles_of(user)
