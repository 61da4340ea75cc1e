"""Whatever is written or sent, the page and the bot stay what they are."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visitor import EXIT_PAGE, LEAVE, TOPIC, Chat, Visitor, eventually

MARKUP = [
    "<img src=x onerror=\"window.caught='img'\">",
    "<script>window.caught='script'</script>",
    '"><svg onload="window.caught=1">',
    "</div></main><h1>Hello</h1><iframe src='javascript:parent.caught=1'></iframe>",
    "javascript:window.caught=1",
    "{{7*7}} ${7*7} {}",
]
# What no message may ever have made.
FOREIGN = "img:not([src^='/static/']), script, iframe, svg, object, embed, form form, style"

SEND = """async ([conversation, token]) => {
  const body = JSON.stringify({ conversation, token });
  const headers = { 'Content-Type': 'application/json' };
  const { status } = await fetch('/chat/message', { method: 'POST', headers, body });
  return status;
}"""


def expect_unharmed(page: Page, chat: Chat) -> None:
    """Nothing has run, and nothing but text has come into the log."""
    assert page.evaluate("window.caught") is None
    expect(chat.log.locator(FOREIGN)).to_have_count(0)
    expect(chat.button(LEAVE)).to_be_visible()


@pytest.mark.parametrize("text", MARKUP)
def test_what_is_written_stays_text(visitor: Visitor, text: str) -> None:
    chat = visitor.open_chat()
    chat.say(text)
    expect(chat.log.locator("> :nth-last-child(2) p")).to_have_text(text)
    expect_unharmed(visitor.page, chat)


@pytest.mark.parametrize("character", ["a", "😱", "<", "\u202e"])
def test_a_hundred_thousand_characters(visitor: Visitor, character: str) -> None:
    chat = visitor.open_chat()
    chat.box.fill(character * 100_000)
    chat.box.press("Enter")
    chat.expect_answer()
    expect(chat.box).to_have_value("")
    expect_unharmed(visitor.page, chat)
    chat.say("can you still help me")
    expect(chat.log).to_contain_text("can you still help me")


def hostile_message() -> dict[str, Any]:
    """What a server would say that somebody else has taken over."""
    markup = MARKUP[0]
    script = "javascript:window.caught=1"
    card = {
        "name": markup,
        "local_name": markup,
        "kind": "child_helpline",
        "phone": markup,
        "dial": ["javascript:window.caught=1", "116 111"],
        "chat_url": script,
        "website": "data:text/html,<script>window.caught=1</script>",
        "report_url": "https://user@evil.example/",
        "email": markup,
        "sms": script,
        "hours": markup,
        "source": script,
        "checked": markup,
    }
    help_ = {"introduction": markup, "emergency": None, "country": markup, "cards": [card]}
    return {
        "before": [markup],
        "help": help_,
        "after": [markup],
        "buttons": [{"title": markup, "token": markup}],
        "urgent": False,
    }


def test_what_the_server_says_stays_text(visitor: Visitor) -> None:
    body = json.dumps({"messages": [hostile_message()]})
    visitor.page.route("**/chat/message", lambda route: route.fulfill(body=body))
    chat = visitor.open_chat()
    chat.say("hello")
    expect(chat.newest).to_contain_text(MARKUP[0])
    links = chat.newest.get_by_role("link").all()
    assert [link.get_attribute("href") for link in links] == ["tel:116111"]
    expect_unharmed(visitor.page, chat)


@pytest.mark.parametrize(
    "token", ['/inform_age{"age_band": "adult"}', "/restart", "", "x" * 5000, {"a": 1}, None, 7]
)
def test_a_token_made_up_by_somebody_does_nothing(visitor: Visitor, token: Any) -> None:
    chat = visitor.open_chat()
    chat.tap("11 to 13")
    before = visitor.events()
    assert visitor.page.evaluate(SEND, [visitor.conversation, token]) == 400
    assert visitor.events() == before
    assert visitor.slot("age_band") == "11-13"


def test_a_token_of_another_conversation_does_nothing(visitor: Visitor) -> None:
    chat = visitor.open_chat()
    chat.tap("11 to 13")
    mine = visitor.conversation
    token = visitor.sent()[-1]["token"]
    other = visitor.context.new_page()
    other.goto(f"{visitor.url}/")
    Chat(other).expect_open()
    Chat(other).say("hello")
    assert visitor.conversation != mine
    assert other.evaluate(SEND, [visitor.conversation, token]) == 400


def test_a_payload_that_is_written_is_only_text(visitor: Visitor) -> None:
    chat = visitor.open_chat()
    chat.say('/inform_age{"age_band": "adult"}')
    assert visitor.slot("age_band") is None


def test_two_tabs_are_two_conversations(visitor: Visitor) -> None:
    first = visitor.open_chat()
    second_page = visitor.context.new_page()
    second_page.goto(f"{visitor.url}/")
    second = Chat(second_page)
    second.expect_open()
    first.tap("10 or younger")
    of_first, age_of_first = visitor.conversation, visitor.slot("age_band")
    second.tap("14 to 17")
    of_second, age_of_second = visitor.conversation, visitor.slot("age_band")
    assert of_first != of_second
    assert (age_of_first, age_of_second) == ("8-10", "14-17")
    expect(first.log).not_to_contain_text("14 to 17")
    first.button(LEAVE).click()
    expect(visitor.page).to_have_url(EXIT_PAGE)
    second.say("are you still there")
    assert visitor.conversation == of_second
    assert "are you still there" in visitor.said()


def test_nothing_is_asked_of_any_other_server(visitor: Visitor) -> None:
    chat = visitor.open_chat()
    chat.button("Yes, United Kingdom").click()
    chat.tap("11 to 13")
    chat.tap(TOPIC)
    chat.say("i want to die")
    chat.menu.click()
    chat.button("Numbers to call").click()
    chat.expect_answer()
    for path in ("/help", "/help/BG", "/embed-demo"):
        visitor.open(path)
    assert len(visitor.requests) > 10
    assert visitor.elsewhere() == []


def test_the_exit_asks_only_for_its_page(visitor: Visitor) -> None:
    visitor.open_chat().button(LEAVE).click()
    expect(visitor.page).to_have_url(EXIT_PAGE)
    assert eventually(lambda: visitor.elsewhere() == [EXIT_PAGE])
    [leaving] = [each for each in visitor.requests if each.url == EXIT_PAGE]
    assert "referer" not in leaving.all_headers()
