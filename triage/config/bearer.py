"""Who may speak to `/api/`: whoever bears the secret of docs/hand-over.md, or that of metrics."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]


def bears(request: HttpRequest, secret: str) -> bool:
    """Whether the request bears `Authorization: Bearer <secret>`."""
    return constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {secret}")


def bearer_required(view: View[Rest]) -> View[Rest]:
    """For the bot only: 401 without the hand-over secret."""
    return _guarded(view, settings.HAND_OVER_SECRET, "hand-over")


def metrics_bearer_required(view: View[Rest]) -> View[Rest]:
    """For the operator's Prometheus only: 401 without the secret of the metrics."""
    return _guarded(view, settings.METRICS_SECRET, "metrics")


def _guarded(view: View[Rest], secret: str, name: str) -> View[Rest]:
    """No cookie is looked at, so no CSRF token either."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        if not bears(request, secret):
            return refusal(401, f"the {name} secret is missing or wrong")
        return view(request, *args, **kwargs)

    return csrf_exempt(guarded)


def refusal(status: int, problem: str) -> JsonResponse:
    """An answer that says what is wrong, as the contract wants it."""
    return JsonResponse({"error": problem}, status=status)
