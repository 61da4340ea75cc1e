"""Events that the bot counts, and what the application counts itself."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from threading import Barrier, Thread
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils.timezone import override

from counts import counting
from counts.api import MOST_EVENTS
from counts.counting import count, monday
from counts.groups import KINDS_OF_BOT, EventError
from counts.models import Count

SECRET = f"Bearer {settings.HAND_OVER_SECRET}"
FULL = {
    "kind": "understood",
    "topic": "disclose_sextortion",
    "risk": "high",
    "age_band": "14-17",
    "country": "PT",
    "language": "en",
}


def post(body: Any, authorization: str | None = SECRET) -> Any:
    """What the bot sends, without any cookie, to an application that checks CSRF."""
    headers = {"Authorization": authorization} if authorization else {}
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Client(enforce_csrf_checks=True).post(
        "/api/events", content, content_type="application/json", headers=headers
    )


def send(*events: Any) -> Any:
    return post({"events": list(events)})


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS_OF_BOT)
def test_every_kind_of_the_contract_is_counted(kind: str) -> None:
    answer = send({"kind": kind})
    assert (answer.status_code, answer.content) == (202, b"")
    assert list(Count.objects.values_list("kind", "number")) == [(kind, 1)]


@pytest.mark.django_db
def test_a_count_holds_the_group_and_the_week_and_nothing_else() -> None:
    assert send(FULL).status_code == 202
    [row] = Count.objects.values("week", "number", "seconds", *FULL)
    assert row == {**FULL, "week": counting.this_week(), "number": 1, "seconds": 0}


@pytest.mark.django_db
def test_equal_events_become_one_row() -> None:
    send(FULL, FULL, {**FULL, "country": "ES"})
    send(FULL)
    assert sorted(Count.objects.values_list("country", "number")) == [("ES", 1), ("PT", 3)]


@pytest.mark.django_db
def test_null_is_the_same_as_not_told() -> None:
    assert send({"kind": "chat", "country": None, "age_band": None}, {"kind": "chat"})
    assert list(Count.objects.values_list("country", "number")) == [("", 2)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "taken"),
        ("kind", "nobody"),
        ("kind", "closed"),
        ("kind", "made_up"),
        ("kind", None),
        ("kind", ["chat"]),
        ("topic", "I am Ana, call me"),
        ("topic", "a" * 41),
        ("topic", "Greet"),
        ("topic", ""),
        ("topic", {"intent": "greet"}),
        ("risk", "HIGH"),
        ("risk", 3),
        ("age_band", "12"),
        ("age_band", "8-10\n"),
        ("country", "pt"),
        ("country", "PRT"),
        ("country", "P\u0422"),
        ("language", "EN"),
        ("language", "en-GB"),
        ("category", "grooming"),
        ("text", "what a child wrote"),
    ],
)
def test_one_bad_event_refuses_all_and_repeats_nothing_of_it(name: str, value: Any) -> None:
    answer = send(FULL, {**FULL, name: value})
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error
    assert not isinstance(value, str) or len(value) < 3 or value not in error
    assert not Count.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"\xff\xfe",
        b"[" * 100_000,
        [],
        {},
        {"events": {}},
        {"events": None},
        {"events": ["chat"]},
        {"events": [[]]},
        {"events": [], "conversation": "1"},
        {"events": [{"kind": "chat"}] * (MOST_EVENTS + 1)},
        b" " * 200_001,
    ],
)
def test_a_body_that_is_not_events_is_refused(body: Any) -> None:
    answer = post(body)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert not Count.objects.exists()


@pytest.mark.django_db
def test_as_many_events_as_are_allowed_are_counted() -> None:
    assert send(*[{"kind": "chat"}] * MOST_EVENTS).status_code == 202
    assert Count.objects.get().number == MOST_EVENTS


@pytest.mark.django_db
@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        SECRET[:-1],
        SECRET + "x",
        SECRET[7:],
        "Bearer é",
    ],
)
def test_without_the_secret_nothing_is_counted(authorization: str | None) -> None:
    answer = post({"events": [FULL]}, authorization)
    assert answer.status_code == 401
    assert answer.json()["error"]
    assert not Count.objects.exists()


@pytest.mark.django_db
def test_who_is_logged_in_still_needs_the_secret(supervisor: Any, client_of: Any) -> None:
    client = client_of(supervisor)
    answer = client.post("/api/events", {"events": [FULL]}, content_type="application/json")
    assert answer.status_code == 401
    assert not Count.objects.exists()


@pytest.mark.django_db
def test_get_counts_nothing() -> None:
    assert Client().get("/api/events", headers={"Authorization": SECRET}).status_code == 405


@pytest.mark.django_db
def test_a_case_that_is_taken_counts_its_waiting_time() -> None:
    about = {"topic": "disclose_sextortion", "risk": "high", "country": "PT", "language": "en"}
    count("taken", seconds=61.6, age_band="14-17", **about)
    count("taken", seconds=30, age_band="14-17", **about)
    row = Count.objects.get()
    assert (row.kind, row.number, row.seconds) == ("taken", 2, 92)
    assert (row.topic, row.age_band, row.country) == ("disclose_sextortion", "14-17", "PT")


@pytest.mark.django_db
def test_what_is_in_no_list_counts_as_not_told() -> None:
    count("nobody", topic="", risk="high", age_band="", country="??", language="en-GB")
    row = Count.objects.get()
    assert (row.topic, row.risk, row.country, row.language) == ("", "high", "", "")


@pytest.mark.django_db
def test_a_clock_that_was_set_back_takes_no_time_away() -> None:
    count("taken", seconds=-5)
    assert Count.objects.get().seconds == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "group"),
    [("chat", {}), ("taken", {"name": "Ana"}), ("taken", {"category": "grooming"})],
)
def test_the_application_counts_only_its_own_kinds(kind: str, group: dict[str, Any]) -> None:
    with pytest.raises(EventError):
        count(kind, **group)
    assert not Count.objects.exists()


def test_a_week_is_named_by_its_monday() -> None:
    days = (date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 29), date(2026, 11, 30))
    assert [str(monday(day)) for day in days] == ["2026-11-23"] * 3 + ["2026-11-30"]


@pytest.mark.django_db
def test_the_week_is_that_of_the_servers_time_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    late_on_sunday = datetime(2026, 11, 29, 23, 30, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: late_on_sunday)
    weeks = []
    for zone in ("UTC", "Europe/Berlin"):
        with override(zone):
            weeks.append(str(counting.this_week()))
    assert weeks == ["2026-11-23", "2026-11-30"]


@pytest.mark.django_db(transaction=True)
def test_no_count_is_lost_where_many_count_at_once() -> None:
    many, start = 8, Barrier(8)
    answers: list[int] = []

    def send_some() -> None:
        start.wait()
        # In turn from both ends, so that two requests want the same rows in another order.
        events = [{**FULL, "country": f"P{letter}"} for letter in "ABCDEF"]
        for order in (events, events[::-1]):
            answers.append(send(*order).status_code)
        connection.close()

    threads = [Thread(target=send_some) for _ in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [202] * 2 * many
    assert list(Count.objects.values_list("number", flat=True)) == [2 * many] * 6
