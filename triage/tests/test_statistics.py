"""The supervisors' page, its exports and its dictionary."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client

from counts.counting import this_week
from counts.dictionary import FIELDS, dictionary
from counts.forms import MOST_WEEKS
from counts.groups import KINDS
from counts.models import Count, Export
from counts.report import BREAKDOWNS, FUNNEL
from tests.conftest import ClientOf

PAGE = "/statistics/"
DICTIONARY = "/statistics/dictionary/"
EXPORTS = ("/statistics/export.csv", "/statistics/export.json")
WEEK = date(2026, 11, 23)
ASKED = {"first": "2026-11-23", "last": "2026-11-29"}


def add(kind: str, number: int, week: date = WEEK, seconds: int = 0, **group: str) -> None:
    Count.objects.create(week=week, kind=kind, number=number, seconds=seconds, **group)


@pytest.fixture
def client(supervisor: User, client_of: ClientOf) -> Client:
    return client_of(supervisor)


def tables(page: str) -> dict[str, list[list[str]]]:
    """The cells of each chart by its heading."""
    found = {}
    for part in page.split("<section")[1:]:
        title = re.search(r"<h2[^>]*>(.*?)</h2>", part, re.DOTALL)
        rows = re.findall(r"<tr>(.*?)</tr>", part, re.DOTALL)
        assert title
        found[title[1]] = [
            [words(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
            for row in rows
        ]
    return found


def words(cell: str) -> str:
    """What a cell says without its hint and its bar."""
    return re.sub(r'<span class="hint">.*?</span>|<[^>]+>', "", cell, flags=re.DOTALL).strip()


def lines(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


@pytest.mark.parametrize("address", [PAGE, DICTIONARY, *EXPORTS])
def test_nobody_but_supervisors_sees_figures(
    address: str, worker: User, administrator: User, client_of: ClientOf
) -> None:
    for user in (worker, administrator):
        assert client_of(user).get(address, ASKED).status_code == 403
    assert Client().get(address, ASKED).status_code == 302
    assert not Export.objects.exists()


@pytest.mark.parametrize("address", [PAGE, DICTIONARY, *EXPORTS])
def test_a_password_alone_is_not_enough(address: str, supervisor: User) -> None:
    half = Client()
    half.force_login(supervisor, backend="django.contrib.auth.backends.ModelBackend")
    assert half.get(address, ASKED).status_code == 302


@pytest.mark.parametrize("address", [PAGE, DICTIONARY, *EXPORTS])
def test_nothing_can_be_sent_here(address: str, client: Client) -> None:
    assert client.post(address, ASKED).status_code == 405


def test_the_funnel_is_the_first_chart(client: Client) -> None:
    for place, kind in enumerate(FUNNEL):
        add(kind, 200 - 30 * place)
    found = tables(client.get(PAGE, ASKED).text)
    title, rows = next(iter(found.items()))
    labels = [dictionary().kinds[kind].label for kind in FUNNEL]
    assert title == "From chats to people"
    assert [row[0] for row in rows[1:]] == labels
    assert [row[1] for row in rows[1:]] == ["200", "170", "140", "110", "80", "50", "20"]
    assert [row[2] for row in rows[1:]] == ["100", "85", "70", "55", "40", "25", "10"]


def test_the_bars_are_as_long_as_their_numbers(client: Client) -> None:
    add("chat", 200)
    add("understood", 50)
    add("taken", 3)
    page = client.get(PAGE, ASKED).text
    funnel = page.split("<section")[1]
    assert re.findall(r'<rect width="(\d+)%"', funnel) == ["100", "25", "0", "0", "0", "0", "0"]


def test_a_small_group_shows_on_no_chart(client: Client) -> None:
    for country, number in (("SM", 3), ("IT", 31), ("FR", 22)):
        add("understood", number, country=country)
    found = tables(client.get(PAGE, ASKED).text)
    countries = found["Understood: country"][1:]
    assert countries == [["FR", "hidden"], ["IT", "31"], ["SM", "&lt;5"]]


def test_there_is_a_chart_for_each_dimension_and_question(client: Client) -> None:
    add("taken", 20, seconds=4000, risk="high", topic="disclose_sextortion", age_band="14-17")
    add("helped", 12)
    add("not_helped", 7)
    found = tables(client.get(PAGE, {**ASKED, "kind": "taken"}).text)
    assert [title for title in found if title.startswith("Taken by a person: ")] == [
        f"Taken by a person: {name}"
        for name in ("week", "topic", "risk", "age", "country", "language")
    ]
    assert found["Did this help?"][1:] == [["It helped", "12"], ["It did not help", "7"]]
    assert found["Time until a person took the case"][1:] == [
        ["All", "3 min 20 s", "20"],
        ["High", "3 min 20 s", "20"],
        ["not told", "–", "0"],
    ]
    assert found["Taken by a person: week"][1:] == [["23 Nov 2026", "20"]]
    assert found["Taken by a person: age"][1] == ["14 to 17", "20"]
    assert found["Taken by a person: topic"][1] == ["Threats with an image", "20"]


def test_the_record_of_closed_cases_is_shown_and_exported(client: Client) -> None:
    about = {"category": "grooming", "action": "informed", "outcome": "helped"}
    add("closed", 12, **about)
    add("closed", 6, **{**about, "category": "deepfake", "action": ""})
    add("closed", 3, **{**about, "category": "bullying"})
    add("understood", 50)
    found = tables(client.get(PAGE, ASKED).text)
    grooming = "Grooming, contact by an adult or a stranger"
    assert found["Closed: category"][1:] == [
        ["Bullying", "&lt;5"],
        ["A made-up or edited image", "hidden"],
        [grooming, "12"],
    ]
    assert found["Closed: action taken"][1:] == [["Gave information", "15"], ["not told", "6"]]
    assert found["Closed: outcome"][1:] == [["The child said that it helped", "21"]]
    rows = {
        (row["dimension"], row["value"]): row["number"]
        for row in lines(client.get(EXPORTS[0], ASKED))
        if row["kind"] == "closed"
    }
    assert rows["category", "grooming"] == "12"
    assert rows["category", "bullying"] == "<5"
    assert rows["outcome", "helped"] == rows["all", "all"] == "21"
    # Nothing else has a record.
    others = {
        row["kind"]
        for row in lines(client.get(EXPORTS[0], ASKED))
        if row["dimension"] in ("category", "action", "outcome")
    }
    assert others == {"closed"}


def test_without_a_choice_the_present_week_and_those_before_it_are_shown(client: Client) -> None:
    add("chat", 11, this_week())
    add("chat", 12, this_week() - timedelta(weeks=11))
    add("chat", 500, this_week() - timedelta(weeks=12))
    found = tables(client.get(PAGE).text)
    assert found["From chats to people"][1][1] == "23"


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ({"first": "2026-11-30", "last": "2026-11-23"}, "not after the last week"),
        ({"first": "2026-11-31", "last": "2026-11-23"}, "Enter a valid date"),
        ({"first": "<script>alert(1)</script>"}, "Enter a valid date"),
        ({"last": ""}, "This field is required"),
        ({"kind": "made_up"}, "Select a valid choice"),
        ({"first": "1999-01-04"}, f"at most {MOST_WEEKS} weeks"),
        ({"first": "0001-01-01", "last": "9999-12-31"}, f"at most {MOST_WEEKS} weeks"),
    ],
)
def test_weeks_that_cannot_be_shown_are_refused_with_what_to_do(
    asked: dict[str, str], problem: str, client: Client
) -> None:
    answer = client.get(PAGE, {**ASKED, "kind": "chat", **asked})
    assert answer.status_code == 400
    assert problem in answer.text
    assert "<section" not in answer.text
    assert "<script>" not in answer.text


def test_both_exports_hold_the_same_figures_as_the_page(client: Client) -> None:
    for country, number in (("SM", 3), ("IT", 31), ("FR", 22), ("", 9)):
        add("understood", number, country=country)
    add("taken", 10, seconds=1234, risk="high")
    rows = lines(client.get(EXPORTS[0], ASKED))
    figures = client.get(EXPORTS[1], ASKED).json()["figures"]
    assert tuple(rows[0]) == tuple(figures[0]) == FIELDS
    assert rows == [
        {name: "" if value is None else str(value) for name, value in row.items()}
        for row in figures
    ]
    countries = {
        row["value"]: row["number"]
        for row in rows
        if (row["dimension"], row["kind"]) == ("country", "understood")
    }
    assert countries == {"FR": "22", "IT": "31", "SM": "<5", "not told": "hidden"}
    [taken] = [row for row in figures if (row["value"], row["kind"]) == ("high", "taken")]
    assert (taken["number"], taken["mean_seconds_to_take"]) == (10, 123)
    assert {(row["first_week"], row["last_week"]) for row in rows} == {("2026-11-23",) * 2}


def test_an_export_holds_every_kind_and_dimension_and_explains_itself(client: Client) -> None:
    add("chat", 9)
    add("closed", 9)
    export = client.get(EXPORTS[1], ASKED).json()
    figures = export["figures"]
    assert {row["kind"] for row in figures} == set(KINDS) == set(export["kinds"])
    assert {row["dimension"] for row in figures} == {"all", *BREAKDOWNS}
    assert set(export["fields"]) == set(FIELDS)
    assert export["smallest_group_shown"] == 5


def test_exports_are_files_with_the_weeks_in_their_names(client: Client) -> None:
    for address, form, kind in zip(
        EXPORTS, ("csv", "json"), ("text/csv", "application/json"), strict=True
    ):
        answer = client.get(address, {"first": "2026-11-18", "last": "2026-11-24"})
        assert answer.headers["Content-Type"].startswith(kind)
        assert answer.headers["Content-Disposition"] == (
            f'attachment; filename="beacon-counts-2026-11-16-to-2026-11-23.{form}"'
        )
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_value_never_becomes_a_formula(start: str, client: Client) -> None:
    # The way in refuses such a value; this is what stands behind it.
    add("chat", 9, topic=f"{start}cmd|'/C calc'!A1")
    text = client.get(EXPORTS[0], ASKED).content.decode()
    [row] = [
        row
        for row in csv.DictReader(io.StringIO(text, newline=""))
        if row["dimension"] == "topic" and row["kind"] == "chat"
    ]
    assert row["value"] == f"'{start}cmd|'/C calc'!A1"


def test_a_value_is_escaped_on_the_page(client: Client) -> None:
    add("understood", 9, topic="<img src=x onerror=alert(1)>")
    page = client.get(PAGE, ASKED).text
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


@pytest.mark.parametrize("address", EXPORTS)
def test_an_export_is_in_the_audit_trail(address: str, client: Client, supervisor: User) -> None:
    assert client.get(address, ASKED).status_code == 200
    [entry] = LogEntry.objects.get_for_model(Export)
    assert entry.actor == supervisor
    assert entry.action == LogEntry.Action.CREATE
    assert entry.object_repr == f"{address.rpartition('.')[2]} of 2026-11-23 to 2026-11-23"


@pytest.mark.parametrize("address", EXPORTS)
@pytest.mark.parametrize(
    "asked", [{}, {"first": "x", "last": "y"}, {**ASKED, "last": "2026-11-01"}]
)
def test_an_export_of_no_weeks_is_refused_and_not_noted(
    address: str, asked: dict[str, str], client: Client
) -> None:
    assert client.get(address, asked).status_code == 400
    assert not LogEntry.objects.get_for_model(Export).exists()


def test_the_page_leads_to_the_exports_of_its_weeks(client: Client) -> None:
    page = client.get(PAGE, ASKED).text
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]*export[^"]*)"', page)]
    assert [link.partition("?")[0] for link in links] == list(EXPORTS)
    for link in links:
        assert client.get(link).status_code == 200
    assert set(Export.objects.values_list("first_week", flat=True)) == {WEEK}


def test_the_dictionary_page_explains_every_column_and_value(client: Client) -> None:
    page = client.get(DICTIONARY).text
    meanings = dictionary()
    closed = (meanings.kinds, meanings.dimensions, meanings.risks, meanings.age_bands)
    record = [key for choices in meanings.records().values() for key in choices]
    for name in [
        *record,
        *meanings.fields,
        *meanings.topics,
        *(name for one in closed for name in one),
    ]:
        assert f"<code>{name}</code>" in page
    assert meanings.overlapping_weeks in page


@pytest.mark.parametrize("address", [PAGE, DICTIONARY])
def test_the_pages_need_no_inline_style_or_script(address: str, client: Client) -> None:
    add("chat", 9, country="PT")
    page = client.get(address).text
    assert re.findall(r'\sstyle=|<style|<script(?! type="module" src="/)|\son\w+=', page) == []
    assert json.dumps(re.findall(r'(?:src|href)="(?:https?:)?//[^"]+"', page)) == "[]"
