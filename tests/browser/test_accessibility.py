"""No violation of axe-core's rules in any state, and each new message is heard once."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, expect

from tests.browser.conftest import Visit
from tests.browser.states import CHAT_STATES, OTHER_STATES, State, cards
from tests.browser.visitor import Visitor
from tests.conftest import Servers

LOOKS: list[tuple[Literal["light", "dark"], int]] = [("light", 1280), ("dark", 390)]
AXE = Axe()
# target-size belongs to WCAG 2.2 AA, but is off unless it is asked for. Frames are looked at by
# themselves.
OPTIONS = {
    "resultTypes": ["violations"],
    "iframes": False,
    "rules": {"target-size": {"enabled": True}},
}

# Notes all that changes in the log, as a screen reader does.
LISTEN = """(log) => {
  window.changes = [];
  const note = (records) => {
    for (const { type, target, addedNodes, removedNodes } of records) {
      const added = [...addedNodes].map((node) => node.textContent);
      window.changes.push({ type, isInLog: target === log, added, removed: removedNodes.length });
    }
  };
  const all = { childList: true, characterData: true, subtree: true };
  new MutationObserver(note).observe(log, all);
}"""


def violations(visitor: Visitor) -> list[str]:
    """What breaks a rule, each with the place."""
    before = list(visitor.problems)
    found = [flaw for frame in visitor.page.frames for flaw in _violations(frame)]
    visitor.problems[:] = before  # axe-core's own styles are refused by the page
    return found


def _violations(frame: Frame) -> list[str]:
    found: list[dict[str, Any]] = AXE.run(frame, options=OPTIONS).response["violations"]
    return [f"{each['id']}: {node['html']}" for each in found for node in each["nodes"]]


@pytest.fixture
def reader(visit: Visit, servers: Servers) -> Visitor:
    """Somebody who likes the page still."""
    return visit(servers.url, reduced_motion="reduce")


def expect_no_violation(reader: Visitor) -> None:
    """Neither at a desk in the light, nor on a phone in the dark.

    The screen is so high that nothing lies under the box at the bottom, where axe-core would take
    it for too small.
    """
    for scheme, width in LOOKS:
        reader.page.set_viewport_size({"width": width, "height": 3000})
        reader.page.emulate_media(color_scheme=scheme)
        assert violations(reader) == [], scheme


@pytest.mark.parametrize("state", CHAT_STATES + OTHER_STATES)
def test_no_rule_is_broken(reader: Visitor, state: State) -> None:
    state(reader)
    expect_no_violation(reader)


@pytest.mark.parametrize("option", ["Larger text", "High contrast"])
def test_no_rule_is_broken_with_an_option(reader: Visitor, option: str) -> None:
    cards(reader)
    reader.chat.menu.click()
    reader.page.get_by_label(option).check()
    expect_no_violation(reader)
    reader.chat.menu.click()
    expect_no_violation(reader)


def test_each_new_message_is_heard_once(visitor: Visitor) -> None:
    chat = visitor.open_chat()
    chat.log.evaluate(LISTEN)
    chat.say("someone says he will post my picture")
    chat.tap("Say it simpler")
    changes = visitor.page.evaluate("window.changes")
    assert [(change["type"], change["isInLog"], change["removed"]) for change in changes] == [
        ("childList", True, 0)
    ] * 4
    heard = [words for change in changes for words in change["added"]]
    assert [words.split(":")[0] for words in heard] == ["You", "Beacon", "You", "Beacon"]
    assert len(set(heard)) == 4


def test_no_other_region_says_the_message_too(visitor: Visitor) -> None:
    chat = visitor.open_chat()
    chat.tap("11 to 13")
    live = chat.place.locator("[aria-live], [role=status], [role=alert], [role=log]")
    speaking = [region for region in live.all() if "What would you like" in region.inner_text()]
    assert len(speaking) == 1
    expect(chat.log).to_have_attribute("role", "log")
    expect(chat.log.locator("[aria-live], [role=status], [role=alert]")).to_have_count(0)


@pytest.mark.parametrize(("locale", "language"), [("pt-BR", "pt"), ("fi", "fi"), ("fil-PH", None)])
def test_the_server_is_told_the_language_of_the_browser_and_no_other(
    visit: Visit, servers: Servers, locale: str, language: str | None
) -> None:
    visitor = visit(servers.url, locale=locale)
    visitor.open_chat().tap("11 to 13")
    assert visitor.sent()[-1].get("language") == language


def test_words_in_the_childs_language_are_marked_as_such(visitor: Visitor) -> None:
    chat = visitor.open_chat()
    chat.say("chcę umrzeć")
    expect(chat.newest.locator("p[lang=pl]").first).to_contain_text("112")
    expect(chat.newest).to_have_attribute("lang", "en")


@pytest.mark.parametrize(("words", "direction"), [("عندي صورة 123.", "rtl"), ("a picture", "ltr")])
def test_what_a_child_writes_runs_in_its_own_direction(
    guest: Visitor, words: str, direction: str
) -> None:
    chat = guest.open_chat()
    chat.say(words)
    own = chat.log.locator(".own p")
    assert own.evaluate("(element) => getComputedStyle(element).direction") == direction


def test_words_from_right_to_left_run_that_way_among_english_ones(visitor: Visitor) -> None:
    chat = visitor.open_chat()
    chat.say("أحدهم لديه صورتي")
    words = chat.newest.locator("p[lang=ar]").first
    assert words.evaluate("(element) => getComputedStyle(element).direction") == "rtl"
    english = chat.newest.locator("p:not([lang])").first
    assert english.evaluate("(element) => getComputedStyle(element).direction") == "ltr"
