"""The queue: order, filters, who sees what, pages, and the words of children made harmless."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from cases import queue, work
from cases.models import Case, Ended, Live, Risk
from tests.bot import SCRIPT, handed_over
from tests.conftest import ClientOf, account

pytestmark = pytest.mark.django_db

ADDRESSES = ["/queue/", "/queue/mine", "/events", "/queue/?rows"]


@pytest.fixture
def page(client_of: ClientOf, worker: User) -> Client:
    return client_of(worker)


def case(minutes: int = 0, risk: Risk = Risk.HIGH, **more: Any) -> Case:
    """A case that has waited so long."""
    happened = [{"intent": "disclose_sextortion", "risk": risk.label}]
    created = timezone.now() - timedelta(minutes=minutes)
    about = {"asked_for": "offer", "happened": happened, "created": created, **more}
    return Case.objects.create(risk=risk, **about)


def shown(client: Client, address: str = "/queue/") -> list[int]:
    """The numbers of the cases in the rows, in their order."""
    answer = client.get(address)
    assert answer.status_code == 200
    return [int(number) for number in re.findall(r'id="case-(\d+)"', answer.content.decode())]


def test_the_most_urgent_comes_first_then_the_longest_waiting(page: Client) -> None:
    new_high, old_concern = case(1), case(90, Risk.CONCERN)
    old_high, emergency = case(5), case(0, Risk.EMERGENCY)
    none = case(500, Risk.NONE)
    expected = [emergency, old_high, new_high, old_concern, none]
    assert shown(page) == [one.pk for one in expected]


def test_a_child_that_waits_now_comes_before_cases_whose_chat_is_over(page: Client) -> None:
    over = [case(3000, Risk.EMERGENCY, live=Live.OVER, ended=Ended.NOBODY) for _ in range(100)]
    talking = case(20, Risk.EMERGENCY, live=Live.TALKING)
    second, first = case(1, Risk.EMERGENCY), case(2, Risk.EMERGENCY)
    high = case(5)
    expected = [first, second, talking, *over, high]
    assert shown(page) == [one.pk for one in expected[:100]]
    assert shown(page, "/queue/?page=2") == [one.pk for one in expected[100:]]


def test_a_row_says_all_that_decides_in_words(page: Client) -> None:
    handed_over(risk="emergency", happened=[{"intent": "crisis_self_harm", "risk": "emergency"}])
    text = page.get("/queue/").content.decode()
    for words in (
        "Emergency",
        "Suicidal thoughts or self-harm",
        "0\xa0minutes",
        "11-13",
        'data-country="PT"',
        "English",
        "Asked to talk to a person",
        "The child waits",
        "nobody yet",
    ):
        assert words in text


def test_the_rows_come_alone_where_the_script_asks_for_them(page: Client) -> None:
    one = case()
    text = page.get("/queue/?rows").content.decode()
    assert f'id="case-{one.pk}"' in text
    assert "<html" not in text
    assert "<form" not in text


def test_what_nobody_told_is_said(page: Client) -> None:
    handed_over(age_band=None, country=None, happened=[])
    text = page.get("/queue/?rows").content.decode()
    assert text.count("not told") == 2
    assert "Not told yet" in text


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"live": Live.TALKING}, "A person has the chat"),
        ({"live": Live.OVER, "ended": Ended.NOBODY}, "Over: nobody took it in time"),
        ({"live": Live.OVER, "ended": Ended.SILENCE}, "Over: the worker was silent too long"),
        ({"live": Live.OVER, "ended": Ended.BY_CHILD}, "Over: the child has left"),
        ({"live": Live.OVER, "ended": Ended.BY_WORKER}, "Over: ended by the worker"),
    ],
)
def test_the_state_of_the_chat_is_said(page: Client, about: dict[str, Any], words: str) -> None:
    case(**about)
    assert words in page.get("/queue/?rows").content.decode()


@pytest.mark.parametrize(
    ("query", "others"),
    [
        ("risk=emergency", {"risk": Risk.NONE}),
        ("country=PT", {"country": "FR"}),
        ("language=pt", {"language": "fr"}),
        ("age_band=14-17", {"age_band": "8-10"}),
        ("topic=disclose_sextortion", {"happened": [{"intent": "ask_law", "risk": "none"}]}),
    ],
)
def test_each_filter_leaves_what_matches(page: Client, query: str, others: dict[str, Any]) -> None:
    about: dict[str, Any] = {"country": "PT", "language": "pt", "age_band": "14-17"}
    wanted = case(risk=Risk.EMERGENCY, **about)
    case(**{"risk": Risk.EMERGENCY, **about, **others})
    assert len(shown(page)) == 2
    assert shown(page, f"/queue/?{query}") == [wanted.pk]
    assert shown(page, f"/queue/?rows&{query}") == [wanted.pk]


def test_filters_add_up(page: Client) -> None:
    both = case(country="PT", language="pt")
    case(country="PT", language="fr")
    case(country="FR", language="pt")
    assert shown(page, "/queue/?country=PT&language=pt") == [both.pk]


@pytest.mark.parametrize("name", ["risk", "country", "language", "age_band", "topic", "page"])
@pytest.mark.parametrize("value", [SCRIPT, "'\"><img src=x onerror=alert(1)>", "%00", "x" * 5000])
def test_an_impossible_filter_is_none_and_runs_nothing(page: Client, name: str, value: str) -> None:
    one = case()
    for address in ("/queue/", "/queue/mine"):
        answer = page.get(address, {name: value})
        assert answer.status_code == 200
        assert b"<img src=x" not in answer.content
        assert b"<script>" not in answer.content
    assert shown(page, f"/queue/?{name}={'%00'}") == [one.pk]


def test_there_are_pages_of_a_hundred(page: Client) -> None:
    numbers = [case(minutes).pk for minutes in range(205, 0, -1)]
    assert queue.PAGE == 100
    assert shown(page) == numbers[:100]
    assert shown(page, "/queue/?page=2") == numbers[100:200]
    assert shown(page, "/queue/?page=3") == numbers[200:]
    assert shown(page, "/queue/?page=99") == numbers[200:]
    text = page.get("/queue/?page=2&risk=high").content.decode()
    assert 'href="?risk=high&amp;page=3"' in text
    assert 'data-rows="?rows&amp;risk=high&amp;page=2"' in text


def test_pages_also_of_a_topic(page: Client) -> None:
    numbers = [case(minutes).pk for minutes in range(105, 0, -1)]
    assert shown(page, "/queue/?topic=disclose_sextortion&page=2") == numbers[100:]


def test_five_hundred_cases_take_few_questions(
    page: Client, django_assert_max_num_queries: object
) -> None:
    Case.objects.bulk_create(Case(risk=Risk.HIGH, asked_for="offer") for _ in range(500))
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        assert len(shown(page)) == 100


def test_workers_see_what_nobody_has_and_their_own(
    client_of: ClientOf, worker: User, supervisor: User
) -> None:
    colleague = account("walter", "worker")
    free, own, others = case(3), case(2, worker=worker), case(1, worker=colleague)
    assert shown(client_of(worker)) == [free.pk, own.pk]
    assert shown(client_of(worker), "/queue/mine") == [own.pk]
    assert shown(client_of(supervisor)) == [free.pk, own.pk, others.pk]
    assert shown(client_of(supervisor), "/queue/mine") == []
    assert "walter" in client_of(supervisor).get("/queue/").content.decode()


def test_closed_and_reduced_cases_are_never_in_it(
    client_of: ClientOf, worker: User, supervisor: User
) -> None:
    now = timezone.now()
    case(closed=now, worker=worker)
    case(closed=now, reduced=now)
    for user in (worker, supervisor):
        for address in ("/queue/", "/queue/mine"):
            assert shown(client_of(user), address) == []


def test_the_page_knows_the_emergencies_of_the_whole_queue(page: Client) -> None:
    one, two = case(risk=Risk.EMERGENCY), case(risk=Risk.EMERGENCY, country="FR")
    case()
    text = page.get("/queue/?country=PT").content.decode()
    assert f'data-emergencies="{one.pk} {two.pk}"' in text


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_is_not_logged_in_sees_nothing(client: Client, address: str) -> None:
    handed_over()
    answer = client.get(address)
    assert answer.status_code == 302
    assert "/log-in/" in answer["Location"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_without_the_second_factor_nothing_is_seen(
    client: Client, worker: User, address: str
) -> None:
    handed_over()
    client.force_login(worker, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_administrator_sees_no_case(
    client_of: ClientOf, administrator: User, address: str
) -> None:
    handed_over()
    assert client_of(administrator).get(address).status_code == 403


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_queue_changes_by_no_post(page: Client, address: str) -> None:
    assert page.post(address).status_code == 405


def test_what_comes_from_a_child_runs_nowhere(page: Client) -> None:
    case(
        happened=[{"intent": SCRIPT, "risk": "high"}],
        asked_for=SCRIPT[:40],
        country="<b",
        language="<script>"[:8],
        age_band="<b>",
    )
    text = page.get("/queue/").content.decode()
    assert "&lt;script&gt;" in text
    assert "<script>" not in text
    assert "<b" not in re.sub("<(button|body|b?r)", "", text)


def test_a_case_that_somebody_took_leaves_the_queue_of_others(
    client_of: ClientOf, worker: User
) -> None:
    taken = handed_over()
    colleague = client_of(account("walter", "worker"))
    assert shown(colleague) == [taken.pk]
    work.take(taken, worker, timezone.now())
    assert shown(colleague) == []
