"""All can be done with a keyboard alone, and the focus is always seen."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.states import CHAT_STATES, State, first_screen, menu
from tests.browser.visitor import EXIT_PAGE, LEAVE, TOPIC, Visitor, child_lines

MOST_STEPS = 60
HAS_FOCUS = "(element) => element === element.getRootNode().activeElement"

# Numbers all that can have the focus, in the order of the page.
NUMBER_CONTROLS = """() => {
  const root = document.querySelector('beacon-chat').shadowRoot;
  const all = [...root.querySelectorAll('a[href], button, input, select, summary, textarea')];
  window.controls = all.filter((element) => element.checkVisibility());
  return window.controls.map((element) => element.textContent || element.id);
}"""

# What somebody sees of the element that has the focus.
SEEN = """(element) => {
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const { left, top, width, height } = element.getBoundingClientRect();
  const hit = element.getRootNode().elementFromPoint(left + width / 2, top + height / 2);
  return {
    number: window.controls.indexOf(element),
    isMarked: outlineStyle === 'solid' && parseFloat(outlineWidth) >= 2,
    isUncovered: element.contains(hit),
  };
}"""


def reach(visitor: Visitor, control: Locator, key: str = "Tab") -> None:
    """Steps until the control has the focus."""
    for _ in range(MOST_STEPS):
        visitor.page.keyboard.press(key)
        if control.evaluate(HAS_FOCUS):
            return
    pytest.fail(f"{control} is not reached with {key}")


def walk(visitor: Visitor) -> tuple[list[str], list[dict[str, Any]]]:
    """All controls from the first to the last, and what was seen of each that had the focus."""
    visitor.page.emulate_media(reduced_motion="reduce")
    visitor.page.mouse.click(1, 300)
    controls = visitor.page.evaluate(NUMBER_CONTROLS)
    seen = []
    for _ in controls:
        visitor.page.keyboard.press("Tab")
        seen.append(visitor.focused().evaluate(SEEN))
    return controls, seen


@pytest.mark.parametrize("state", CHAT_STATES)
def test_every_control_is_reached_in_order_and_seen(visitor: Visitor, state: State) -> None:
    state(visitor)
    controls, seen = walk(visitor)
    steps = [each["number"] for each in seen]
    assert sorted(steps) == list(range(len(controls)))
    assert [(step + 1) % len(controls) for step in steps] == steps[1:] + steps[:1]
    assert [controls[each["number"]] for each in seen if not each["isMarked"]] == []
    assert [controls[each["number"]] for each in seen if not each["isUncovered"]] == []


def test_from_the_first_screen_to_a_number_and_away(visitor: Visitor) -> None:
    chat = visitor.open_chat()
    keyboard = visitor.page.keyboard
    reach(visitor, chat.button("11 to 13"))
    keyboard.press("Enter")
    chat.expect_answer()
    keyboard.type("someone says he will post my picture")
    keyboard.press("Enter")
    chat.expect_answer()
    reach(visitor, chat.menu, "Shift+Tab")
    keyboard.press("Enter")
    reach(visitor, chat.place.get_by_label("My country"))
    keyboard.type("Port")
    reach(visitor, chat.button("Show help there"))
    keyboard.press("Enter")
    expect(chat.newest.locator(f'a[href="{child_lines("PT")[-1]}"]')).to_be_visible()
    reach(visitor, chat.button(LEAVE), "Shift+Tab")
    keyboard.press("Enter")
    expect(visitor.page).to_have_url(EXIT_PAGE)


def test_the_focus_stays_in_the_box(visitor: Visitor) -> None:
    chat = visitor.open_chat()
    chat.say("someone has a picture of me")
    expect(chat.box).to_be_focused()
    for title in ("How do I tell an adult?", "Say it simpler"):
        reach(visitor, chat.button(title), "Shift+Tab")
        visitor.page.keyboard.press("Space")
        expect(chat.box).to_be_focused()
        chat.expect_answer()
        expect(chat.box).to_be_focused()


def test_what_is_written_while_the_bot_answers_stays_in_the_box(visitor: Visitor) -> None:
    chat = visitor.open_chat()
    keyboard = visitor.page.keyboard
    chat.box.focus()
    keyboard.type("someone has a picture of me")
    keyboard.press("Enter")
    keyboard.type("and i am scared")
    chat.expect_answer()
    expect(chat.box).to_have_value("and i am scared")


def test_a_new_line_with_shift_and_enter(visitor: Visitor) -> None:
    chat = visitor.open_chat()
    chat.box.focus()
    for key in ("a", "Shift+Enter", "b"):
        visitor.page.keyboard.press(key)
    expect(chat.box).to_have_value("a\nb")
    expect(chat.log).to_be_empty()


def test_escape_closes_the_menu(visitor: Visitor) -> None:
    menu(visitor)
    reach(visitor, visitor.chat.button("What can I ask?"))
    visitor.page.keyboard.press("Escape")
    expect(visitor.chat.button("What can I ask?")).to_be_hidden()
    expect(visitor.chat.menu).to_be_focused()


def test_a_cleared_chat_says_so_and_keeps_the_focus(guest: Visitor) -> None:
    chat = guest.open_chat()
    chat.say("hello")
    chat.menu.click()
    reach(guest, chat.button("Clear the chat and start again"))
    guest.page.keyboard.press("Enter")
    expect(chat.log).to_be_empty()
    expect(chat.menu).to_be_focused()
    expect(chat.place.locator("[role=status]")).to_have_text(["The chat is cleared."])


def test_the_ways_on_that_are_offered_have_the_focus(visitor: Visitor) -> None:
    first_screen(visitor)
    visitor.chat.tap(TOPIC)
    reach(visitor, visitor.chat.button("No"), "Shift+Tab")
    visitor.page.keyboard.press("Enter")
    reach(visitor, visitor.chat.button("I'll use other words"))
    visitor.page.keyboard.press("Enter")
    expect(visitor.chat.box).to_be_focused()
