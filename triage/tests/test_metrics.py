"""What the operator's Prometheus gets: numbers of the queue, and nothing of a child."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone

from cases import work
from cases.models import Case
from cases.policy import policy
from counts.counting import monday
from counts.models import Count
from tests.bot import KEY, Bot, handed_over

WAITING = "beacon_staff_hand_overs_waiting"
OLDEST = "beacon_staff_oldest_waiting_seconds"
TAKEN = "beacon_staff_hand_overs_taken_total"
NOBODY = "beacon_staff_hand_overs_nobody_total"
PROMETHEUS = Bot(settings.METRICS_SECRET)

pytestmark = pytest.mark.django_db


def shown() -> str:
    answer = PROMETHEUS.get("metrics")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    return str(answer.content.decode())


def values() -> dict[str, float]:
    lines = [line for line in shown().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.split(" ") for line in lines)}


def begun_ago(case: Case, ago: timedelta) -> None:
    Case.objects.filter(pk=case.pk).update(created=timezone.now() - ago)


@pytest.mark.parametrize("secret", [None, "", "wrong", settings.HAND_OVER_SECRET])
def test_without_the_secret_nothing_is_told(secret: str | None) -> None:
    answer = Bot(secret).get("metrics")
    assert answer.status_code == 401
    assert b"beacon_" not in answer.content


def test_nothing_can_be_posted_there() -> None:
    assert PROMETHEUS.post("metrics", {}).status_code == 405


@pytest.mark.parametrize("path", ["policy", f"hand-overs/{KEY}", f"hand-overs/{KEY}/messages"])
def test_who_may_see_metrics_sees_and_does_nothing_else(path: str) -> None:
    handed_over()
    assert PROMETHEUS.get(path).status_code == 401
    assert PROMETHEUS.post("hand-overs", {}).status_code == 401
    assert PROMETHEUS.post("events", {"events": []}).status_code == 401


def test_all_are_there_and_zero_before_anything_has_happened() -> None:
    assert values() == {WAITING: 0, OLDEST: 0, TAKEN: 0, NOBODY: 0}


def test_each_has_its_kind_and_an_explanation() -> None:
    lines = shown().splitlines()
    for name, kind in ((WAITING, "gauge"), (OLDEST, "gauge"), (TAKEN, "counter")):
        assert f"# TYPE {name} {kind}" in lines
        assert any(line.startswith(f"# HELP {name} ") for line in lines)


def test_those_who_wait_are_counted_and_the_longest_wait_is_told() -> None:
    begun_ago(handed_over(), timedelta(seconds=90))
    handed_over(key="unguessable-key-of-another")
    found = values()
    assert found[WAITING] == 2
    assert 90 <= found[OLDEST] <= 95


def test_a_hand_over_that_was_taken_waits_no_more(worker: User) -> None:
    work.take(handed_over(), worker, timezone.now())
    assert values() == {WAITING: 0, OLDEST: 0, TAKEN: 1, NOBODY: 0}


def test_one_whom_nobody_took_in_time_is_counted_once_it_is_settled() -> None:
    case = handed_over()
    begun_ago(case, timedelta(minutes=policy().minutes_until_nobody, seconds=1))
    assert values() == {WAITING: 0, OLDEST: 0, TAKEN: 0, NOBODY: 0}
    Bot().state()
    assert values() == {WAITING: 0, OLDEST: 0, TAKEN: 0, NOBODY: 1}


def test_one_who_has_left_waits_no_more() -> None:
    handed_over()
    Bot().post(f"hand-overs/{KEY}/end", {})
    assert values()[WAITING] == 0


def test_a_large_number_is_told_to_the_last_digit() -> None:
    Count.objects.create(week=monday(timezone.localdate()), kind="taken", number=1_234_567)
    Count.objects.create(week=monday(date(2026, 1, 1)), kind="taken", number=10)
    assert values()[TAKEN] == 1_234_577


def test_looking_changes_nothing() -> None:
    case = handed_over()
    begun_ago(case, timedelta(days=1))
    shown()
    case.refresh_from_db()
    assert case.live == "waiting"


def test_nothing_of_a_case_is_in_it() -> None:
    handed_over()
    text = shown()
    for word in (KEY, "PT", "11-13", "high", "sextortion", "money", "116", "112", "{"):
        assert word not in text
