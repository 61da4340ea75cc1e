from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from beacon import project
from beacon.levels import YOUNG_BANDS
from beacon.register.look_up import find
from beacon.register.model import Audience, Need, Register
from beacon.register.names import country_name
from beacon.register.text import payload
from beacon.web.classroom import ClassroomPages
from beacon.web.site import Site
from tests.unit.web.test_pages import Page

LESSONS = project.lessons()
QUIZ = project.answer_book().quiz
PATHS = [
    "",
    "card",
    *(f"{band}{rest}" for band in YOUNG_BANDS for rest in ("", "/plan", "/slips", "/quiz", "/ask")),
    *(f"{band}/scenario/{one.name}" for one in LESSONS.scenarios.values() for band in one.bands),
]
DATA = re.compile(r'<script type="application/json" id="played">(.*?)</script>', re.DOTALL)
INLINE = re.compile(r"<style|\s(style|on\w+)=", re.IGNORECASE)


@pytest.fixture
def pages(site: Site, register: Register) -> ClassroomPages:
    return ClassroomPages(site, register, LESSONS, QUIZ)


def shown(pages: ClassroomPages, path: str, country: str | None = None) -> Page:
    html = pages.render(path, country)
    assert html is not None
    return Page(html)


@pytest.mark.parametrize("path", PATHS)
def test_every_page_stands_and_breaks_no_policy(pages: ClassroomPages, path: str) -> None:
    page = shown(pages, path, "PT")
    assert not INLINE.search(page.html)
    scripts = [attrs for tag, attrs in page.tags if tag == "script"]
    assert all(a.get("src") or a.get("type") == "application/json" for a in scripts)
    identifiers = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(identifiers) == len(set(identifiers))
    assert sum(tag == "h1" for tag, _ in page.tags) == 1


@pytest.mark.parametrize("path", PATHS)
def test_links_lead_to_pages_that_exist(pages: ClassroomPages, path: str) -> None:
    for link in shown(pages, path, "PT").links:
        if link.startswith("/classroom"):
            target, _, query = link.removeprefix("/classroom").partition("?")
            assert query == "country=PT"
            assert pages.render(target.strip("/"), "PT") is not None


@pytest.mark.parametrize(
    "path",
    ["9", "8-10/nothing", "8-10/scenario/nothing", "8-10/scenario", "../etc", "plan", "adult"],
)
def test_an_address_that_leads_nowhere(pages: ClassroomPages, path: str) -> None:
    assert pages.render(path) is None
    assert "There is no such page" in Page(pages.missing()).text


def test_a_scenario_stands_only_with_its_bands(pages: ClassroomPages) -> None:
    assert pages.render("11-13/scenario/asked-by-a-crush") is not None
    assert pages.render("8-10/scenario/asked-by-a-crush") is None


def test_numbers_are_those_of_the_chosen_country(pages: ClassroomPages, register: Register) -> None:
    for path in ("card", "11-13/slips", "11-13/ask", "11-13/scenario/asked-by-a-crush"):
        assert "116 111" in shown(pages, path, "PT").text
        assert register.countries["BA"].emergency.number in shown(pages, path, "ba").text


NUMBERS = ("card", "11-13/slips", "11-13/ask", "11-13/scenario/asked-by-a-crush")


@pytest.mark.parametrize("path", NUMBERS)
def test_without_a_country_the_number_is_not_alone(
    pages: ClassroomPages, register: Register, path: str
) -> None:
    emergency = payload(find(register, None, Need.TALK, Audience.CHILD))["emergency"]
    text = shown(pages, path).text
    assert emergency["note"] in text
    for code, number in emergency["instead"].items():
        assert f"{country_name(code)}: {number}" in text


@pytest.mark.parametrize("path", NUMBERS)
def test_what_to_call_where_nobody_answers_is_said(pages: ClassroomPages, path: str) -> None:
    assert "If nobody answers: 129" in shown(pages, path, "AL").text
    assert "If nobody answers" not in shown(pages, path, "PT").text


@pytest.mark.parametrize("path", ["card", "11-13/slips"])
def test_what_is_printed_says_whose_numbers_they_are(pages: ClassroomPages, path: str) -> None:
    # The line above the page, which says it too, is not printed.
    without, chosen = shown(pages, path), shown(pages, path, "PT")
    times = 4 if path.endswith("slips") else 1
    assert without.text.count("No country chosen") == times + 1
    assert chosen.text.count(" in Portugal") == times


def test_the_card_takes_the_country_that_is_just_chosen(pages: ClassroomPages) -> None:
    page = shown(pages, "")
    [form] = [attrs for tag, attrs in page.tags if tag == "form"]
    [card] = [attrs for _, attrs in page.tags if attrs.get("formaction") == "/classroom/card"]
    assert card["form"] == form["id"]
    assert not any(link.startswith("/classroom/card") for link in page.links)


def test_an_unknown_country_gets_the_services_across_borders(pages: ClassroomPages) -> None:
    page = shown(pages, "card", "<b>")
    assert "<b>" not in page.html
    assert "No country chosen" in page.text


def test_the_sites_own_country_is_chosen_at_first(site: Site, register: Register) -> None:
    own = ClassroomPages(replace(site, default_country="PT"), register, LESSONS, QUIZ)
    assert "Portugal" in shown(own, "11-13").text


def test_the_player_gets_the_words_but_not_what_is_expected(pages: ClassroomPages) -> None:
    html = shown(pages, "11-13/scenario/asked-by-a-crush", "PT").html
    match = DATA.search(html)
    assert match
    played = json.loads(match[1])
    assert played["country"] == "PT"
    kinds = {step["kind"] for step in played["steps"]}
    assert kinds == {"scene", "spoken", "asked", "stop"}
    assert "expect" not in html


def test_a_closing_tag_in_a_script_does_not_end_it(site: Site, register: Register) -> None:
    scenario = replace(LESSONS.scenarios["asked-by-a-crush"], asker="</script><b>")
    lessons = replace(LESSONS, scenarios={scenario.name: scenario})
    own = ClassroomPages(site, register, lessons, QUIZ)
    assert "</script><b>" not in shown(own, "11-13/scenario/asked-by-a-crush").html


def test_four_slips_stand_on_a_sheet(pages: ClassroomPages) -> None:
    page = shown(pages, "14-17/slips")
    assert sum(attrs.get("class") == "slip" for _, attrs in page.tags) == 4
    for prompt in LESSONS.plans["14-17"].exit_slip:
        assert page.text.count(prompt) == 4


def test_a_draft_says_so(pages: ClassroomPages) -> None:
    for path in ("card", "8-10/plan"):
        assert "no professional has signed this off" in shown(pages, path).text
