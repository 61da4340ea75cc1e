"""Who may do what: four roles as Django groups, and the guards of the views."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django_otp import user_has_device

# New staff and teachers, who practise and see no child's case.
TRAINEE = "trainee"
WORKER = "worker"
SUPERVISOR = "supervisor"
ADMINISTRATOR = "administrator"
ROLES = (TRAINEE, WORKER, SUPERVISOR, ADMINISTRATOR)

View = TypeVar("View", bound=Callable[..., Any])
AnyUser = AbstractBaseUser | AnonymousUser


def roles_of(user: AnyUser) -> frozenset[str]:
    """The roles of an account; none for somebody who is not logged in or whose account is off."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    return frozenset(user.groups.filter(name__in=ROLES).values_list("name", flat=True))


def is_verified(user: AnyUser) -> bool:
    """Whether the account was logged in to with password and second factor."""
    return user.is_authenticated and getattr(user, "otp_device", None) is not None


def worker_required(view: View) -> View:
    """For whoever works with cases: workers and supervisors."""
    return _guarded(view, WORKER, SUPERVISOR)


def practice_required(view: View) -> View:
    """For whoever practises with made-up cases."""
    return _guarded(view, TRAINEE, WORKER, SUPERVISOR)


def supervisor_required(view: View) -> View:
    """For supervisors."""
    return _guarded(view, SUPERVISOR)


def administrator_required(view: View) -> View:
    """For administrators, who care for accounts and see no case."""
    return _guarded(view, ADMINISTRATOR)


def staff_required(view: View) -> View:
    """For every role."""
    return _guarded(view, *ROLES)


def next_step(user: AnyUser) -> str | None:
    """The page of this app that leads on for who is not fully logged in; none for who is."""
    if not user.is_authenticated:
        return "log_in"
    if is_verified(user):
        return None
    return "second_factor" if user_has_device(user) else "enrol"


def way_to(step: str, asked_for: str) -> str:
    """The address of a step of the log-in, which leads on to what was asked for."""
    address = reverse(f"staff:{step}")
    return f"{address}?{urlencode({'next': asked_for}, safe='/')}" if asked_for else address


def _refused(request: HttpRequest, roles: tuple[str, ...]) -> HttpResponseBase | None:
    if step := next_step(request.user):
        # What was sent with a form is lost, and its address may answer no GET.
        return redirect(way_to(step, request.get_full_path() if request.method == "GET" else ""))
    if roles_of(request.user).isdisjoint(roles):
        raise PermissionDenied
    return None


def _guarded(view: View, *roles: str) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return _refused(request, roles) or view(request, *args, **kwargs)

    return cast(View, guarded)
