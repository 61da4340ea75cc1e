"""Counting: adds to the counts of a week, safely beside others who count at the same moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from counts.groups import Group, group_of_case
from counts.models import Count


def count(kind: str, *, seconds: float = 0, **group: Any) -> None:
    """Counts one `taken`, `nobody` or `closed` of a case.

    `group` is what is known of topic, risk, age_band, country and language, and for `closed` the
    category, action and outcome of its record; for `taken`, `seconds` is how long the child waited.
    """
    _add(group_of_case(kind, group), number=1, seconds=max(0, round(seconds)))


def count_all(groups: Iterable[Group]) -> None:
    """Counts one for each group given, all of them or none."""
    # In one order everywhere, so that two requests never wait for each other's rows.
    with transaction.atomic():
        for group, number in sorted(Counter(groups).items()):
            _add(group, number=number)


def monday(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def this_week() -> date:
    """The Monday of the present week in the time zone of the server."""
    return monday(timezone.localdate())


@transaction.atomic
def _add(group: Group, *, number: int, seconds: int = 0) -> None:
    key = {"week": this_week(), **asdict(group)}
    # Whoever comes second finds the row there; then both add to it in the database itself.
    Count.objects.bulk_create([Count(**key)], ignore_conflicts=True)
    Count.objects.filter(**key).update(number=F("number") + number, seconds=F("seconds") + seconds)
