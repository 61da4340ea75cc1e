"""What the operator may know of the queue, for Prometheus: numbers over all children, no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from cases.live import over_by_time
from cases.models import Case, Live
from cases.policy import policy
from counts.models import Count

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True)
class Metric:
    """One number, with the kind and the explanation that Prometheus shows beside it."""

    name: str
    kind: str
    explanation: str
    value: int

    def __str__(self) -> str:
        return (
            f"# HELP {self.name} {self.explanation}\n"
            f"# TYPE {self.name} {self.kind}\n"
            f"{self.name} {self.value}\n"
        )


def exposition(now: datetime) -> str:
    """All of it in Prometheus' text format."""
    return "".join(map(str, (*_waiting(now), *_counted())))


def _waiting(now: datetime) -> Iterator[Metric]:
    """Those who still wait: whose time is up counts no more, even if nobody has looked yet."""
    rules = policy()
    waiting = Case.objects.filter(live=Live.WAITING)
    since = [case.created for case in waiting if over_by_time(case, now, rules) is None]
    seconds = max(0, round((now - min(since)).total_seconds())) if since else 0
    yield Metric(
        "beacon_staff_hand_overs_waiting",
        "gauge",
        "Children who wait for a person",
        len(since),
    )
    yield Metric(
        "beacon_staff_oldest_waiting_seconds",
        "gauge",
        "How long the one has waited who waits longest",
        seconds,
    )


def _counted() -> Iterator[Metric]:
    rows = Count.objects.filter(kind__in=["taken", "nobody"]).order_by("kind")
    numbers = dict(rows.values("kind").annotate(sum=Sum("number")).values_list("kind", "sum"))
    yield Metric(
        "beacon_staff_hand_overs_taken_total",
        "counter",
        "Hand-overs that a person took",
        numbers.get("taken", 0),
    )
    yield Metric(
        "beacon_staff_hand_overs_nobody_total",
        "counter",
        "Hand-overs that nobody took in time",
        numbers.get("nobody", 0),
    )
