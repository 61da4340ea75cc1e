"""The quick exit: nothing of the chat is left, in sight, in the browser or on the server."""

from __future__ import annotations

import pytest
from playwright.sync_api import APIResponse, Route, expect

from tests.browser.conftest import Visit
from tests.browser.stage import Stage, serving
from tests.browser.states import exit_overlay
from tests.browser.visitor import EXIT_PAGE, LEAVE, LOADING, TOPIC, Visitor, eventually
from tests.conftest import Servers

STORED = """async () => ({
  local: localStorage.length,
  session: sessionStorage.length,
  cookies: document.cookie,
  databases: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  name: window.name,
})"""
NOTHING = {
    "local": 0,
    "session": 0,
    "cookies": "",
    "databases": 0,
    "caches": 0,
    "workers": 0,
    "name": "",
}

# Leaves, and looks in the same moment, before the browser has done anything else.
LEAVE_AND_LOOK = """(button) => {
  button.click();
  const root = button.getRootNode();
  const { innerWidth: width, innerHeight: height } = window;
  const places = [[1, 1], [width - 1, 1], [width / 2, height / 2], [1, height - 1]];
  const hits = places.map(([x, y]) => root.elementFromPoint(x, y));
  const cover = hits[0];
  const { backgroundColor, opacity } = getComputedStyle(cover);
  return {
    covers: hits.every((hit) => hit === cover) && !cover.contains(button),
    words: cover.textContent,
    title: document.title,
    background: backgroundColor,
    opacity,
    log: root.querySelector('[role=log]').textContent,
    box: root.querySelector('textarea').value,
  };
}"""

# Counts an answer once all that follows from it at once is done.
COUNT_ANSWERS = """(() => {
  const { json } = Response.prototype;
  window.answersRead = 0;
  Response.prototype.json = async function () {
    const answer = await json.call(this);
    setTimeout(() => (window.answersRead += 1), 50);
    return answer;
  };
})()"""


def press_shift(visitor: Visitor, times: int) -> None:
    """Presses Shift alone."""
    for _ in range(times):
        visitor.page.keyboard.press("Shift")


def leave_by_click(visitor: Visitor) -> None:
    visitor.chat.button(LEAVE).click()


def leave_by_shift(visitor: Visitor) -> None:
    press_shift(visitor, 3)


def leave_by_shift_in_the_box(visitor: Visitor) -> None:
    visitor.chat.box.fill("i am wri")
    press_shift(visitor, 3)


def leave_by_shift_in_the_menu(visitor: Visitor) -> None:
    visitor.chat.menu.click()
    press_shift(visitor, 3)


WAYS = [leave_by_click, leave_by_shift, leave_by_shift_in_the_box, leave_by_shift_in_the_menu]


@pytest.fixture(params=WAYS, ids=lambda way: way.__name__)
def gone(request: pytest.FixtureRequest, visitor: Visitor) -> Visitor:
    """Somebody who read the help page, wrote in the chat, and left it."""
    visitor.open("/help")
    visitor.page.get_by_role("link", name="Back to chat").first.click()
    visitor.chat.expect_open()
    visitor.chat.say("someone says he will post my picture")
    assert visitor.said()
    request.param(visitor)
    expect(visitor.page).to_have_url(EXIT_PAGE)
    return visitor


def test_it_takes_the_place_of_the_chat_in_the_history(gone: Visitor) -> None:
    gone.page.go_back()
    expect(gone.page).to_have_url(f"{gone.url}/help")
    gone.page.go_forward()
    expect(gone.page).to_have_url(EXIT_PAGE)


def test_the_server_is_told_that_the_conversation_is_over(gone: Visitor) -> None:
    # Playwright, which looks into every request, may lose this one on its way out; what the server
    # makes of it is tested in tests/bot/test_web.py.
    assert eventually(lambda: f"{gone.url}/chat/end" in [each.url for each in gone.requests])


def test_nothing_is_left_in_the_browser(gone: Visitor) -> None:
    gone.open("/help")
    assert gone.page.evaluate(STORED) == NOTHING
    assert gone.context.cookies() == []


def test_nothing_is_stored_during_the_chat(visitor: Visitor) -> None:
    visitor.open_chat()
    visitor.chat.tap("11 to 13")
    visitor.chat.say("someone says he will post my picture")
    assert visitor.page.evaluate(STORED) == NOTHING
    assert visitor.context.cookies() == []


def test_the_page_is_covered_at_once_and_cleared(visitor: Visitor) -> None:
    visitor.page.route(EXIT_PAGE, lambda route: route.fulfill(status=204))
    chat = visitor.open_chat()
    chat.tap(TOPIC)
    chat.box.fill("i am wri")
    seen = chat.button(LEAVE).evaluate(LEAVE_AND_LOOK)
    assert seen == {
        "covers": True,
        "words": LOADING,
        "title": LOADING,
        "background": "rgb(255, 255, 255)",
        "opacity": "1",
        "log": "",
        "box": "",
    }


def test_it_stays_covered_while_the_exit_page_is_slow(visitor: Visitor) -> None:
    exit_overlay(visitor)
    expect(visitor.chat.log).to_be_empty()
    expect(visitor.chat.place.get_by_text(LOADING, exact=True)).to_be_in_viewport(ratio=1)


def test_an_answer_that_comes_late_is_not_shown(guest: Visitor) -> None:
    guest.page.add_init_script(COUNT_ANSWERS)
    guest.page.route(EXIT_PAGE, lambda route: route.fulfill(status=204))
    held: list[tuple[Route, APIResponse]] = []
    guest.page.route("**/chat/message", lambda route: held.append((route, route.fetch())))
    chat = guest.open_chat()
    chat.box.fill("someone says he will post my picture")
    chat.box.press("Enter")
    assert guest.waits_for(lambda: bool(held))
    before = guest.page.evaluate("answersRead")
    press_shift(guest, 3)
    expect(chat.place.get_by_text(LOADING, exact=True)).to_be_visible()
    [(route, answer)] = held
    assert "I heard: someone says" in answer.text()
    route.fulfill(response=answer)
    guest.page.wait_for_function("before => answersRead > before", arg=before)
    expect(chat.log).to_be_empty()
    for place in (".replies", ".tools"):
        expect(chat.place.locator(place)).to_be_empty()


def test_it_does_not_need_the_server(visitor: Visitor) -> None:
    visitor.open_chat()
    visitor.page.route(f"{visitor.url}/**", lambda route: route.abort())
    press_shift(visitor, 3)
    expect(visitor.page).to_have_url(EXIT_PAGE)


def test_it_works_before_the_chat_is_open(visitor: Visitor) -> None:
    visitor.page.route("**/chat/start", lambda _: None)
    visitor.open()
    expect(visitor.chat.button(LEAVE)).to_be_visible()
    press_shift(visitor, 3)
    expect(visitor.page).to_have_url(EXIT_PAGE)


def test_two_presses_do_nothing(visitor: Visitor) -> None:
    chat = visitor.open_chat()
    chat.tap(TOPIC)
    press_shift(visitor, 2)
    expect(chat.place.get_by_text(LOADING, exact=True)).to_be_hidden()
    chat.say("what can i do")
    press_shift(visitor, 1)
    expect(chat.place.get_by_text(LOADING, exact=True)).to_be_hidden()
    assert visitor.page.url == f"{visitor.url}/"
    assert len(visitor.said()) == 2


def test_capital_letters_do_not_leave(visitor: Visitor) -> None:
    chat = visitor.open_chat()
    chat.box.focus()
    for letter in "HELP":
        visitor.page.keyboard.press(f"Shift+{letter}")
    expect(chat.box).to_have_value("HELP")
    assert visitor.page.url == f"{visitor.url}/"


def test_a_key_that_is_held_down_does_not_leave(visitor: Visitor) -> None:
    chat = visitor.open_chat()
    for _ in range(5):
        visitor.page.keyboard.down("Shift")
    visitor.page.keyboard.up("Shift")
    expect(chat.place.get_by_text(LOADING, exact=True)).to_be_hidden()
    assert visitor.page.url == f"{visitor.url}/"


def test_three_presses_over_a_long_time_do_not_leave(visitor: Visitor) -> None:
    visitor.page.clock.install()
    chat = visitor.open_chat()
    press_shift(visitor, 2)
    visitor.page.clock.fast_forward(6000)
    press_shift(visitor, 1)
    expect(chat.place.get_by_text(LOADING, exact=True)).to_be_hidden()
    assert visitor.page.url == f"{visitor.url}/"


@pytest.mark.parametrize("is_phone", [True, False])
def test_keys_are_told_only_where_there_are_some(
    visit: Visit, stage: Stage, is_phone: bool
) -> None:
    with serving(stage) as url:
        visitor = visit(url, is_mobile=is_phone, has_touch=is_phone)
        told = visitor.open_chat().place.get_by_text("Leave this page”")
        expect(told).to_be_visible()
        keys = told.get_by_text("press Shift 3 times")
        expect(keys).to_be_visible(visible=not is_phone)
        visitor.context.close()


def test_it_is_said_that_the_history_stays(visitor: Visitor) -> None:
    chat = visitor.open_chat()
    line = "Leaving does not clean the browser's history."
    for opener in (chat.place.locator("summary", has_text="How this works"), chat.menu):
        expect(chat.place.get_by_text(line).locator("visible=true")).to_have_count(0)
        opener.click()
        expect(chat.place.get_by_text(line).locator("visible=true")).to_have_count(1)
        opener.click()


def test_a_closed_tab_ends_the_conversation_too(visit: Visit, servers: Servers) -> None:
    """Chromium drops the last word of a closing tab now and then, so one of five must arrive."""

    def is_ended_by_closing() -> bool:
        visitor = visit(servers.url)
        visitor.open_chat().tap(TOPIC)
        visitor.page.close()
        return eventually(lambda: not visitor.said(), 3)

    assert any(is_ended_by_closing() for _ in range(5))
