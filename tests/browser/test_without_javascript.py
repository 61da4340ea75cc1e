"""Where JavaScript is turned off there is still help."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from beacon import project
from tests.browser.conftest import Visit
from tests.browser.visitor import EXIT_PAGE, Visitor, child_lines
from tests.conftest import Servers


@pytest.fixture
def visitor(visit: Visit, servers: Servers) -> Visitor:
    """Somebody with an old or a careful browser."""
    return visit(servers.url, java_script_enabled=False)


def expect_lines_of(country: str, page: Page) -> None:
    """The page offers to call those who listen to children there."""
    assert child_lines(country)
    for link in child_lines(country):
        expect(page.locator(f'a[href="{link}"]').first).to_be_visible()


def expect_emergency_number(number: str, page: Page) -> None:
    """The page offers to call the emergency number."""
    danger = page.get_by_role("region", name="In danger right now?")
    expect(danger.get_by_role("link", name=f"Call {number}", exact=True)).to_be_visible()


def test_the_chat_page_says_so_and_leads_to_the_help_page(visitor: Visitor) -> None:
    page = visitor.open()
    reason = page.locator("noscript p")  # Playwright's texts leave out what stands in noscript
    expect(reason).to_be_visible()
    expect(reason).to_contain_text("JavaScript turned off")
    page.get_by_role("link", name="The help page works without the chat").click()
    expect(page).to_have_url(f"{visitor.url}/help")
    expect(page.get_by_role("heading", name="People who can help")).to_be_visible()


def test_the_chat_page_can_be_left(visitor: Visitor) -> None:
    page = visitor.open()
    page.get_by_role("link", name="Leave this page").click()
    expect(page).to_have_url(EXIT_PAGE)


def test_the_help_page_has_a_number_for_a_child_anywhere(visitor: Visitor) -> None:
    page = visitor.open("/help")
    expect_emergency_number(project.register().default_emergency.number, page)
    expect(page.get_by_role("link", name="Call 116 111").first).to_be_visible()


def test_from_the_help_page_to_the_numbers_of_a_country(visitor: Visitor) -> None:
    page = visitor.open("/help")
    page.get_by_role("link", name="Choose your country").click()
    page.get_by_role("link", name="Bulgaria").click()
    expect(page).to_have_url(f"{visitor.url}/help/BG")
    expect_lines_of("BG", page)


@pytest.mark.parametrize("country", ["BG", "GB", "RS", "TN"])
def test_the_numbers_of_a_country(visitor: Visitor, country: str) -> None:
    page = visitor.open(f"/help/{country}")
    expect_lines_of(country, page)
    for number in project.register().countries[country].emergency.dial:
        expect_emergency_number(number, page)


def test_a_country_without_a_list_gets_help_across_borders(visitor: Visitor) -> None:
    page = visitor.open("/help/JP")
    expect(page.get_by_text("We have no list for your country yet.")).to_be_visible()
    expect(page.get_by_role("link", name="findahelpline.com").first).to_be_visible()


@pytest.mark.parametrize("path", ["/help", "/help/BG"])
def test_the_help_page_can_be_left(visitor: Visitor, path: str) -> None:
    page = visitor.open(path)
    page.get_by_role("link", name="Leave this page").click()
    expect(page).to_have_url(EXIT_PAGE)
