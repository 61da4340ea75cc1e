"""On the smallest phone, and where everything is four times as large."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.stage import Stage, spoken
from tests.browser.states import (
    CHAT_STATES,
    OTHER_STATES,
    State,
    cards,
    embedded,
    first_screen,
    help_in_a_country,
    help_page,
    host_page_with_chat,
)
from tests.browser.visitor import LEAVE, Visitor
from tests.conftest import Servers

PHONE = {"width": 320, "height": 640}
# 1280 by 1024 at 400%.
ZOOMED = {"width": 320, "height": 256}

# What sticks out at a side, is cut off or breaks within a word, and a page that scrolls sideways.
FLAWS = """() => {
  const width = document.documentElement.clientWidth;
  const WORD = /(?<!\\S)\\p{L}{1,12}(?=[,.:;!?]?(\\s|$))/gu;
  const flaws = [];
  const name = (element) => `${element.localName}.${element.className}: ${element.textContent}`;
  const isForScreenReaders = (element) =>
    element && (element.clientWidth === 1 || isForScreenReaders(element.parentElement));
  const isBroken = (node, { index, 0: { length } }) => {
    const range = new Range();
    range.setStart(node, index);
    range.setEnd(node, index + length);
    return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1;
  };
  const breaks = (node) =>
    node.nodeType === Node.TEXT_NODE &&
    [...node.data.matchAll(WORD)].some((word) => isBroken(node, word));
  const look = (root) => {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) look(element.shadowRoot);
      if (!element.checkVisibility() || isForScreenReaders(element)) continue;
      const { left, right } = element.getBoundingClientRect();
      if (left < -0.5 || right > width + 0.5) flaws.push(`sticks out: ${name(element)}`);
      if (element.clientWidth && element.scrollWidth > element.clientWidth + 1)
        flaws.push(`too wide inside: ${name(element)}`);
      const isLow = element.clientHeight && element.scrollHeight > element.clientHeight + 1;
      if (isLow && element.matches('button, a, summary, h1, h2, h3, p, li'))
        flaws.push(`too high inside: ${name(element)}`);
      if (element.localName !== 'option' && [...element.childNodes].some(breaks))
        flaws.push(`breaks within a word: ${name(element)}`);
    }
  };
  look(document);
  if (document.scrollingElement.scrollWidth > width) flaws.push('the page scrolls sideways');
  return flaws;
}"""

# Whether an element is hit in its middle and near each corner.
IS_UNCOVERED = """(element) => {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  const across = [left + 8, (left + right) / 2, right - 8];
  const down = [top + 8, (top + bottom) / 2, bottom - 8];
  const hits = across.flatMap((x) => down.map((y) => element.getRootNode().elementFromPoint(x, y)));
  return hits.every((hit) => element.contains(hit));
}"""


# How far below the bar at the top an element begins.
BELOW_THE_BAR = """(element) => element.getBoundingClientRect().top -
  element.getRootNode().querySelector('.top').getBoundingClientRect().bottom"""


def expect_in_reach(control: Locator) -> None:
    """The control is on the screen as a whole, with nothing above it."""
    expect(control).to_be_in_viewport(ratio=1)
    assert control.evaluate(IS_UNCOVERED)


def scroll_to(page: Page, place: str) -> None:
    """To the top, the middle or the end of the page."""
    part = {"top": 0, "middle": 0.5, "end": 1}[place]
    page.evaluate(f"scrollTo(0, document.scrollingElement.scrollHeight * {part})")


@pytest.fixture(params=[PHONE, ZOOMED], ids=["phone", "zoomed"])
def small(request: pytest.FixtureRequest, visit: Visit, servers: Servers) -> Visitor:
    """Somebody whose screen is small."""
    return visit(servers.url, viewport=request.param, reduced_motion="reduce")


@pytest.mark.parametrize("state", CHAT_STATES)
def test_nothing_is_cut_off_and_the_exit_is_in_reach(small: Visitor, state: State) -> None:
    state(small)
    assert small.page.evaluate(FLAWS) == []
    for place in ("top", "middle", "end"):
        scroll_to(small.page, place)
        expect_in_reach(small.chat.button(LEAVE))


# What phones show of a page between their own bars: two small iPhones, an Android, a newer iPhone.
SEEN_ON_PHONES = [(320, 454), (375, 553), (360, 552), (390, 664)]


@pytest.mark.parametrize(("width", "height"), SEEN_ON_PHONES)
def test_on_a_phone_the_bar_is_one_row_and_who_is_asking_is_in_sight(
    guest: Visitor, width: int, height: int
) -> None:
    guest.page.set_viewport_size({"width": width, "height": height})
    chat = guest.open_chat()
    tops = [control.bounding_box() or {} for control in (chat.menu, chat.button(LEAVE))]
    assert tops[0]["y"] == tops[1]["y"]
    for age in ("10 or younger", "11 to 13", "14 to 17", "I'm a grown-up"):
        expect_in_reach(chat.button(age))


@pytest.mark.parametrize("is_larger", [False, True])
def test_a_long_answer_begins_right_below_the_bar(
    guest: Visitor, stage: Stage, is_larger: bool
) -> None:
    long = [spoken("This comes first. " * 20), spoken("This comes second. " * 20)]
    stage.answers["/chat/message"] = lambda _: (200, {"messages": long, "person": None})
    guest.page.emulate_media(reduced_motion="reduce")
    guest.page.set_viewport_size(PHONE)
    chat = guest.open_chat()
    if is_larger:
        chat.menu.click()
        guest.page.get_by_label("Larger text").check()
        chat.menu.click()
    chat.say("hello")
    gap = chat.log.locator(".bot").first.evaluate(BELOW_THE_BAR)
    assert 0 < gap < 24


@pytest.mark.parametrize("state", OTHER_STATES)
def test_nothing_is_cut_off(small: Visitor, state: State) -> None:
    state(small)
    assert [flaw for frame in small.page.frames for flaw in frame.evaluate(FLAWS)] == []


@pytest.mark.parametrize("state", [help_page, help_in_a_country])
def test_the_exit_of_the_help_page_is_always_in_reach(small: Visitor, state: State) -> None:
    state(small)
    for place in ("top", "middle", "end"):
        scroll_to(small.page, place)
        expect_in_reach(small.page.get_by_role("link", name=LEAVE))


def test_the_exit_in_the_frame_is_always_in_reach(small: Visitor) -> None:
    host_page_with_chat(small)
    chat = embedded(small)
    expect_in_reach(chat.button(LEAVE))
    chat.tap("Where can I get help?")
    expect_in_reach(chat.button(LEAVE))


def test_with_larger_text_nothing_is_cut_off(small: Visitor) -> None:
    first_screen(small)
    before = small.chat.box.evaluate("(box) => parseFloat(getComputedStyle(box).fontSize)")
    small.chat.menu.click()
    small.page.get_by_label("Larger text").check()
    assert small.page.evaluate(FLAWS) == []
    small.chat.menu.click()
    after = small.chat.box.evaluate("(box) => parseFloat(getComputedStyle(box).fontSize)")
    assert after >= 1.2 * before
    small.chat.tap("Where can I get help?")
    assert small.page.evaluate(FLAWS) == []
    expect_in_reach(small.chat.button(LEAVE))


def test_the_services_of_a_country_can_be_tapped(small: Visitor) -> None:
    cards(small)
    call = small.chat.newest.get_by_role("link", name="Call 0800 1111")
    call.scroll_into_view_if_needed()
    expect_in_reach(call)


# The height of both bars.
BARS = """() => {
  const { shadowRoot } = document.querySelector('beacon-chat');
  const bars = [...shadowRoot.querySelectorAll('.top, .composer')];
  return bars.reduce((sum, bar) => sum + bar.offsetHeight, 0);
}"""


@pytest.mark.parametrize(
    ("width", "height", "size", "most"),
    [(390, 844, "200%", 0.3), (320, 568, "130%", 0.35), (320, 568, "200%", 0.45)],
)
def test_with_large_letters_most_of_the_screen_is_left_for_the_answers(
    guest: Visitor, width: int, height: int, size: str, most: float
) -> None:
    guest.page.set_viewport_size({"width": width, "height": height})
    chat = guest.open_chat()
    guest.page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", size)
    assert guest.page.evaluate(BARS) < most * height
    assert guest.page.evaluate(FLAWS) == []
    expect(chat.box).to_be_visible()
    expect_in_reach(chat.button(LEAVE))
