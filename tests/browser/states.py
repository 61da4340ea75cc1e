"""The states in which the pages are looked at; each function brings a visitor into one."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.visitor import EXIT_PAGE, LEAVE, LOADING, TOPIC, Chat, Visitor

# The button for other sites keeps its shadow tree to itself; here one may look in.
OPEN_SHADOWS = """(() => {
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    return attach.call(this, { ...options, mode: 'open' });
  };
})()"""

State = Callable[[Visitor], None]


def first_screen(visitor: Visitor) -> None:
    visitor.open_chat()


def menu(visitor: Visitor) -> None:
    chat = visitor.open_chat()
    chat.menu.click()
    expect(chat.place.get_by_label("My country")).to_be_visible()


def other_country(visitor: Visitor) -> None:
    chat = visitor.open_chat()
    chat.place.locator("summary", has_text="No, another country").click()
    expect(chat.place.get_by_label("Which country are you in?")).to_be_visible()


def chat(visitor: Visitor) -> None:
    visitor.open_chat().tap("11 to 13")


def cards(visitor: Visitor) -> None:
    chat = visitor.open_chat()
    chat.button("Yes, United Kingdom").click()
    chat.tap(TOPIC)
    expect(chat.newest.get_by_role("link", name="Call 0800 1111")).to_be_visible()


def cards_across_borders(visitor: Visitor) -> None:
    visitor.open_chat().tap(TOPIC)


def urgent(visitor: Visitor) -> None:
    visitor.open_chat().say("i want to die")


def no_help(visitor: Visitor) -> None:
    cards_across_borders(visitor)
    visitor.chat.button("No").click()
    expect(visitor.chat.button("I'll use other words")).to_be_visible()


def long_words(visitor: Visitor) -> None:
    visitor.open_chat().say("w" * 400)


def server_down(visitor: Visitor) -> None:
    chat = visitor.open_chat()
    visitor.page.route("**/chat/*", lambda route: route.abort())
    chat.box.fill("is somebody there")
    chat.box.press("Enter")
    expect(chat.place.locator(".trouble")).to_be_visible()
    chat.expect_answer()


def exit_overlay(visitor: Visitor) -> None:
    """Where the page to leave for is slow."""
    visitor.page.route(EXIT_PAGE, lambda route: route.fulfill(status=204))
    chat = visitor.open_chat()
    chat.tap(TOPIC)
    chat.button(LEAVE).click()
    expect(chat.place.get_by_text(LOADING, exact=True)).to_be_visible()


def help_page(visitor: Visitor) -> None:
    visitor.open("/help")


def help_in_a_country(visitor: Visitor) -> None:
    visitor.open("/help/BG")


def host_page(visitor: Visitor) -> None:
    visitor.page.add_init_script(OPEN_SHADOWS)
    visitor.open("/embed-demo")
    expect(visitor.page.get_by_role("button", name="Need to talk?")).to_be_visible()


def host_page_with_chat(visitor: Visitor) -> None:
    host_page(visitor)
    visitor.page.get_by_role("button", name="Need to talk?").click()
    embedded(visitor).expect_open()


def embedded(visitor: Visitor) -> Chat:
    """The chat in its frame on another site's page."""
    return Chat(visitor.page.frame_locator("iframe"))


def vote_in_class(visitor: Visitor) -> None:
    """A stop of a scenario, with hands counted."""
    _play(visitor, 6)
    for key in "1222233333334":
        visitor.page.keyboard.press(key)


def answer_in_class(visitor: Visitor) -> None:
    """The real bot's answer in a scenario, and why it gave it."""
    _play(visitor, 7)
    visitor.page.keyboard.press("w")
    expect(visitor.page.locator("#side")).to_contain_text("Why this answer?")


def _play(visitor: Visitor, steps: int) -> None:
    visitor.open("/classroom/11-13/scenario/asked-by-a-crush?country=PT")
    progress = visitor.page.locator("#progress")
    for step in range(steps):
        visitor.page.locator("#next").click()
        expect(progress).to_have_text(re.compile(f"^{step + 1} of"))
        expect(visitor.page.locator(".dots")).to_have_count(0)


CHAT_STATES: list[State] = [
    first_screen,
    menu,
    other_country,
    chat,
    cards,
    cards_across_borders,
    urgent,
    no_help,
    long_words,
    server_down,
]
OTHER_STATES: list[State] = [
    exit_overlay,
    help_page,
    help_in_a_country,
    host_page,
    host_page_with_chat,
]
