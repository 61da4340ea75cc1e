"""Who may speak to `/api/`: the bot, which bears the secret of docs/hand-over.md."""

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


def bears_secret(request: HttpRequest) -> bool:
    """Whether the request bears `Authorization: Bearer <secret>` with our secret."""
    expected = f"Bearer {settings.HAND_OVER_SECRET}"
    return constant_time_compare(request.headers.get("Authorization", ""), expected)


def bearer_required(view: View[Rest]) -> View[Rest]:
    """For the bot only: 401 without the secret. No cookie is looked at, so no CSRF token either."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        if not bears_secret(request):
            return refusal(401, "the hand-over secret is missing or wrong")
        return view(request, *args, **kwargs)

    return csrf_exempt(guarded)


def refusal(status: int, problem: str) -> JsonResponse:
    """An answer that says what is wrong, as the contract wants it."""
    return JsonResponse({"error": problem}, status=status)
