"""The queue: open cases, the most urgent first, and of these the children who wait."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from cases import words
from cases.access import emergencies_open_to, open_to, user_of
from cases.models import Case, Risk
from counts.groups import BANDS
from staff.roles import worker_required

PAGE = 100

_RISKS = {level.label: level.value for level in reversed(Risk)}
_CODE = re.compile(r"[A-Za-z-]{2,8}")


@dataclass(frozen=True)
class Filters:
    """What the queue is narrowed down to; empty for anything."""

    risk: str = ""
    country: str = ""
    language: str = ""
    age_band: str = ""
    topic: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Filters:
        """The filters of an address; a value that no case can have counts as none."""
        asked = {name: request.GET.get(name, "") for name in cls.__annotations__}
        possible = {
            "risk": asked["risk"] in _RISKS,
            "country": bool(_CODE.fullmatch(asked["country"])),
            "language": bool(_CODE.fullmatch(asked["language"])),
            "age_band": asked["age_band"] in BANDS,
            "topic": asked["topic"] in words.TOPICS,
        }
        return cls(**{name: asked[name] for name, is_possible in possible.items() if is_possible})

    @property
    def address(self) -> str:
        """The filters as the query of an address."""
        return urlencode([(name, value) for name, value in vars(self).items() if value])

    def narrow(self, cases: QuerySet[Case]) -> QuerySet[Case] | list[Case]:
        """The cases that pass, in their order."""
        wanted = {name: getattr(self, name) for name in ("country", "language", "age_band")}
        found = cases.filter(**{name: value for name, value in wanted.items() if value})
        if self.risk:
            found = found.filter(risk=_RISKS[self.risk])
        if self.topic:
            return [case for case in found if case.topic == self.topic]
        return found


@worker_required
@require_GET
def everything(request: HttpRequest) -> HttpResponse:
    """All cases that somebody may take or has."""
    return _queue(request, open_to(user_of(request)), is_mine=False)


@worker_required
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """One's own open cases."""
    user = user_of(request)
    return _queue(request, open_to(user).filter(worker=user), is_mine=True)


def _queue(request: HttpRequest, cases: QuerySet[Case], *, is_mine: bool) -> HttpResponse:
    filters = Filters.of(request)
    page = Paginator(filters.narrow(cases), PAGE).get_page(request.GET.get("page"))
    about: dict[str, Any] = {"page": page, "filters": filters, "is_mine": is_mine}
    if "rows" in request.GET:
        return render(request, "cases/rows.html", about)
    about["emergencies"] = emergencies_open_to(user_of(request))
    return render(request, "cases/queue.html", {**about, **_choices(cases, filters)})


def _choices(cases: QuerySet[Case], filters: Filters) -> dict[str, Any]:
    return {
        "risks": list(_RISKS),
        "countries": _values(cases, "country", filters.country),
        "languages": _values(cases, "language", filters.language),
        "bands": BANDS,
        "topics": words.TOPICS,
    }


def _values(cases: QuerySet[Case], name: str, chosen: str) -> list[str]:
    """What there is to choose from: what waiting cases have, and what is chosen now."""
    there = cases.order_by(name).values_list(name, flat=True).distinct()
    return sorted({*there, chosen} - {""})
