"""The button for other sites, and the chat in its frame."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.states import OPEN_SHADOWS, State, embedded, host_page, host_page_with_chat
from tests.browser.visitor import EXIT_PAGE, LEAVE, TOPIC, Chat, Visitor, child_lines, eventually

LAUNCH = "Need to talk?"
SCHOOL = "https://school.example"
LOAD_MS = 8000


def press_shift(page: Page, times: int) -> None:
    """Presses Shift alone, wherever the focus is."""
    for _ in range(times):
        page.keyboard.press("Shift")


@pytest.fixture
def chat(visitor: Visitor) -> Chat:
    """The chat opened on another site's page, with something said in it."""
    visitor.open("/help")
    host_page_with_chat(visitor)
    chat = embedded(visitor)
    chat.tap(TOPIC)
    return chat


def test_the_frame_is_not_loaded_before_it_is_asked_for(visitor: Visitor) -> None:
    host_page(visitor)
    assert [each.url for each in visitor.requests if "embedded" in each.url] == []
    visitor.page.get_by_role("button", name=LAUNCH).click()
    embedded(visitor).expect_open()


def test_the_chat_works_in_the_frame(chat: Chat) -> None:
    chat.button("Yes, United Kingdom").click()
    chat.say("where can i get help in ireland")
    for link in child_lines("IE"):
        expect(chat.newest.locator(f'a[href="{link}"]')).to_be_visible()


def test_closing_only_hides_the_chat(visitor: Visitor, chat: Chat) -> None:
    visitor.page.get_by_role("button", name="Close").click()
    expect(chat.log).to_be_hidden()
    launch = visitor.page.get_by_role("button", name=LAUNCH)
    expect(launch).to_be_focused()
    launch.click()
    expect(chat.log).to_contain_text(TOPIC)


@pytest.mark.parametrize("place", ["host page", "frame"])
def test_escape_hides_the_chat(visitor: Visitor, chat: Chat, place: str) -> None:
    chat.box.press("Escape") if place == "frame" else visitor.page.keyboard.press("Escape")
    expect(chat.log).to_be_hidden()
    expect(visitor.page.get_by_role("button", name=LAUNCH)).to_be_visible()


def leave_by_click(visitor: Visitor) -> None:
    embedded(visitor).button(LEAVE).click()


def leave_by_shift_in_the_frame(visitor: Visitor) -> None:
    embedded(visitor).box.focus()
    press_shift(visitor.page, 3)


def leave_by_shift_on_the_host_page(visitor: Visitor) -> None:
    visitor.page.get_by_role("heading", level=1).click()
    press_shift(visitor.page, 3)


WAYS: list[State] = [leave_by_click, leave_by_shift_in_the_frame, leave_by_shift_on_the_host_page]


@pytest.mark.usefixtures("chat")
@pytest.mark.parametrize("leave", WAYS)
def test_the_host_page_is_left_too(visitor: Visitor, leave: State) -> None:
    leave(visitor)
    expect(visitor.page).to_have_url(EXIT_PAGE)
    assert eventually(lambda: not visitor.said())
    visitor.page.go_back()
    expect(visitor.page).to_have_url(f"{visitor.url}/help")


def test_shift_on_the_host_page_does_nothing_while_the_chat_is_closed(visitor: Visitor) -> None:
    host_page(visitor)
    press_shift(visitor.page, 3)
    expect(visitor.page.get_by_role("button", name=LAUNCH)).to_be_visible()
    assert visitor.page.url.endswith("/embed-demo")


def test_two_presses_on_the_host_page_do_nothing(visitor: Visitor, chat: Chat) -> None:
    visitor.page.get_by_role("heading", level=1).click()
    press_shift(visitor.page, 2)
    chat.tap("Say it simpler")
    assert visitor.page.url.endswith("/embed-demo")


def test_the_scripts_of_the_host_page_cannot_look_into_it(visitor: Visitor) -> None:
    page = visitor.open("/embed-demo")
    page.wait_for_selector("beacon-launcher", state="attached")
    assert page.evaluate("document.querySelector('beacon-launcher').shadowRoot") is None


def test_the_button_is_as_the_operator_has_set_it(guest: Visitor) -> None:
    """Also where the frame does not open, which says where to leave for."""
    settings = ':root,:host{--accent:#7a1f1f;--exit:"https://calm.example/"}'
    guest.page.route(
        "**/accent.css", lambda route: route.fulfill(content_type="text/css", body=settings)
    )
    guest.page.route("**/?embedded=1", lambda route: route.abort())
    host_page(guest)
    launch = guest.page.get_by_role("button", name=LAUNCH)
    expect(launch).to_have_css("background-color", "rgb(122, 31, 31)")
    launch.click()
    expect(guest.page.get_by_role("dialog", name="Chat", exact=True)).to_be_visible()
    leave_by_shift_on_the_host_page(guest)
    expect(guest.page).to_have_url("https://calm.example/")


def open_school(visitor: Visitor) -> Page:
    """A page of quite another site that has the button."""
    script = f'<script src="{visitor.url}/embed.js" defer></script>'
    body = f"<!doctype html><html lang=en><title>School</title>{script}<h1>School</h1>"
    html = "text/html"
    visitor.page.route(f"{SCHOOL}/", lambda route: route.fulfill(content_type=html, body=body))
    # Chromium lets a public site reach a server on this machine only where the user allows it.
    visitor.context.grant_permissions(["local-network-access"], origin=SCHOOL)
    visitor.page.add_init_script(OPEN_SHADOWS)
    visitor.page.goto(SCHOOL)
    return visitor.page


def test_a_site_that_is_not_listed_gets_a_link_to_the_help_page(visitor: Visitor) -> None:
    visitor.page.clock.install()
    page = open_school(visitor)
    page.get_by_role("button", name=LAUNCH).click()
    expect(page.get_by_text("The chat is opening")).to_be_visible()
    page.clock.fast_forward(LOAD_MS)
    link = page.get_by_role("link", name="Find somebody to talk to")
    expect(link).to_have_attribute("href", f"{visitor.url}/help")
    assert [problem for problem in visitor.problems if "frame-ancestors" in problem]
    visitor.problems.clear()


def list_school(route: Route) -> None:
    """As if the operator had listed the school."""
    answer = route.fetch()
    policy = answer.headers["content-security-policy"]
    allowed = policy.replace("frame-ancestors 'self'", f"frame-ancestors 'self' {SCHOOL}")
    route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": allowed})


@pytest.mark.parametrize("leave", WAYS)
def test_a_site_that_is_listed_has_the_chat(visitor: Visitor, leave: State) -> None:
    visitor.page.route("**/?embedded=1", list_school)
    page = open_school(visitor)
    page.get_by_role("button", name=LAUNCH).click()
    chat = embedded(visitor)
    chat.expect_open()
    chat.tap(TOPIC)
    leave(visitor)
    expect(page).to_have_url(EXIT_PAGE)
    assert eventually(lambda: not visitor.said())
