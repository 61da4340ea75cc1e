"""From the first screen to a number to call, by each of those who come."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit
from tests.browser.stage import Stage, spoken
from tests.browser.visitor import TOPIC, Chat, Visitor, child_lines
from tests.conftest import Servers

PERSON = "I want to talk to a person"
SIMPLER = "Say it simpler"
THREAT = "someone says he will post my picture if i dont pay"


def expect_lines_of(country: str, chat: Chat) -> None:
    """Waits until the newest message offers to call those who listen to children there."""
    for link in child_lines(country):
        expect(chat.newest.locator(f'a[href="{link}"]').first).to_be_visible()


def questions_about(country: str, chat: Chat) -> Locator:
    """The page's question whether one is in that country."""
    return chat.place.get_by_text(f"Your country: {country}?", exact=True)


def answer_yes(chat: Chat) -> None:
    """Says that the country is the right one."""
    chat.place.get_by_role("button", name="Yes, ").click()
    chat.expect_answer()


def test_a_child_of_9_only_taps(visit: Visit, servers: Servers) -> None:
    visitor = visit(servers.url, locale="bg-BG", has_touch=True)
    chat = visitor.open_chat()
    chat.button("10 or younger").tap()
    chat.expect_answer()
    chat.button("Someone says they will show my picture").tap()
    chat.expect_answer()
    expect(chat.newest).to_contain_text("This is not your fault. Stop writing back.")
    expect(questions_about("Bulgaria", chat)).to_be_visible()
    answer_yes(chat)
    expect_lines_of("BG", chat)
    assert visitor.slot("age_band") == "8-10"


def test_a_child_of_12_writes_and_finds_its_country_in_the_menu(visitor: Visitor) -> None:
    chat = visitor.open_chat()
    chat.tap("11 to 13")
    chat.say(THREAT)
    expect(chat.newest).to_contain_text("This is not your fault. Stop replying.")
    chat.menu.click()
    chat.place.get_by_label("My country").select_option("Portugal")
    chat.tap("Show help there")
    expect_lines_of("PT", chat)
    assert visitor.slot("age_band") == "11-13"


def test_a_child_of_16_names_another_country_than_the_browser(visitor: Visitor) -> None:
    chat = visitor.open_chat()
    chat.tap("14 to 17")
    chat.say("my ex sent my nudes to the whole class, who can i call in ireland")
    expect(chat.newest).to_contain_text("did wrong.")
    expect_lines_of("IE", chat)
    assert visitor.slot("age_band") == "14-17"


def test_a_parent_gets_a_line_for_parents_too(visit: Visit, servers: Servers) -> None:
    chat = visit(servers.url, locale="hr-HR").open_chat()
    chat.tap("I'm a grown-up")
    chat.say("my daughter sent a picture of herself to a stranger")
    expect(chat.newest).to_contain_text("it's not their fault, nor yours")
    answer_yes(chat)
    expect_lines_of("HR", chat)
    expect(chat.newest.get_by_role("link", name="Call 0800 0800")).to_be_visible()


def test_a_country_confirmed_at_first_needs_no_question_later(visitor: Visitor) -> None:
    chat = visitor.open_chat()
    chat.button("Yes, United Kingdom").click()
    chat.tap("Where can I get help?")
    expect_lines_of("GB", chat)
    expect(questions_about("United Kingdom", chat)).to_have_count(0)


def test_the_country_of_the_browser_is_never_assumed(visitor: Visitor) -> None:
    chat = visitor.open_chat()
    expect(questions_about("United Kingdom", chat)).to_be_visible()
    chat.tap("Where can I get help?")
    assert not set(child_lines("GB")) & set(chat.calls())
    assert visitor.slot("country") is None


def test_the_country_is_asked_for_once_at_a_time(visitor: Visitor) -> None:
    chat = visitor.open_chat()
    chat.tap(TOPIC)
    expect(questions_about("United Kingdom", chat)).to_be_visible()
    expect(chat.newest).not_to_contain_text("Which country are you in?")


def test_the_country_need_not_be_told(visitor: Visitor) -> None:
    chat = visitor.open_chat()
    chat.button("I'd rather not say").click()
    chat.tap(TOPIC)
    expect(questions_about("United Kingdom", chat)).to_have_count(0)
    assert visitor.slot("country") is None


def test_the_age_need_not_be_told(visitor: Visitor) -> None:
    chat = visitor.open_chat()
    chat.place.get_by_role("button", name="I'd rather not say").first.click()
    chat.expect_answer()
    expect(chat.button(TOPIC)).to_be_visible()
    assert visitor.slot("age_band") is None


def test_simpler_words(visitor: Visitor) -> None:
    chat = visitor.open_chat()
    chat.tap(TOPIC)
    expect(chat.newest).not_to_contain_text("Tell a grown-up you trust now.")
    chat.tap(SIMPLER)
    expect(chat.newest).to_contain_text("Tell a grown-up you trust now.")


def test_it_helped(visitor: Visitor) -> None:
    chat = visitor.open_chat()
    chat.tap(TOPIC)
    chat.button("Yes").click()
    about = chat.place.get_by_role("group", name="About this answer")
    expect(about).to_contain_text("Thank you. I'm glad.")
    expect(chat.button("No")).to_have_count(0)


def test_the_question_of_an_alarm_is_answered_by_its_own_buttons(visitor: Visitor) -> None:
    """Nothing else on the screen may be mistaken for the answer, least of all the country's yes."""
    chat = visitor.open_chat()
    chat.tap("10 or younger")
    chat.say("i want to die")
    expect(chat.newest).to_contain_text("Is someone at home with you?")
    expect(chat.place.get_by_text("Did this help?")).to_have_count(0)
    expect(chat.button(SIMPLER)).to_be_visible()
    yes = chat.place.get_by_role("button", name=re.compile("^Yes"))
    assert yes.all_inner_texts() == [
        "Yes, somebody is here",
        "Yes, United Kingdom",
    ]  # in that order
    chat.tap("Yes, somebody is here")
    expect(chat.newest).to_contain_text("I'm glad that you are not alone.")
    assert visitor.slot("country") is None


def test_a_doubtful_alarm_is_not_followed_by_another_question(guest: Visitor, stage: Stage) -> None:
    asked = spoken("Are you safe right now?", alarm=True)
    stage.answers["/chat/message"] = lambda _: (200, {"messages": [asked], "person": None})
    chat = guest.open_chat()
    chat.say("i cant anymore")
    expect(chat.button(SIMPLER)).to_be_visible()
    expect(chat.place.get_by_text("Did this help?")).to_have_count(0)


def test_it_did_not_help(visitor: Visitor) -> None:
    chat = visitor.open_chat()
    chat.tap(TOPIC)
    chat.button("No").click()
    for way in (SIMPLER, PERSON, "I'll use other words"):
        expect(chat.button(way)).to_be_visible()
    expect(chat.button(SIMPLER)).to_be_focused()
    chat.tap(PERSON)
    assert "tel:116111" in chat.calls()


@pytest.mark.parametrize("place", ["first screen", "menu", "menu of a chat"])
def test_a_person_can_always_be_asked_for(visitor: Visitor, place: str) -> None:
    chat = visitor.open_chat()
    if place == "menu of a chat":
        chat.tap("Is it OK to send a picture?")
    if place != "first screen":
        chat.menu.click()
        chat.place.locator("summary + *").get_by_role("button", name=PERSON).click()
    else:
        chat.button(PERSON).click()
    chat.expect_answer()
    assert "tel:116111" in chat.calls()


def test_a_long_answer_comes_in_two_bubbles(visitor: Visitor) -> None:
    chat = visitor.open_chat()
    chat.say(THREAT)
    expect(chat.newest.locator(".bubble + .bubble")).to_be_visible()


def test_the_newest_message_is_in_view(visitor: Visitor) -> None:
    chat = visitor.open_chat()
    for _ in range(3):
        chat.tap(TOPIC) if chat.button(TOPIC).is_visible() else chat.say(THREAT)
        expect(chat.newest.locator("p").first).to_be_in_viewport()


def test_clear_and_start_again(visitor: Visitor) -> None:
    chat = visitor.open_chat()
    chat.tap(TOPIC)
    before = visitor.conversation
    chat.menu.click()
    chat.button("Clear the chat and start again").click()
    chat.expect_open()
    expect(chat.log).to_be_empty()
    chat.tap(TOPIC)
    assert visitor.conversation != before


def test_a_reload_is_a_new_chat(visitor: Visitor) -> None:
    chat = visitor.open_chat()
    chat.tap(TOPIC)
    before = visitor.conversation
    visitor.page.reload()
    chat.expect_open()
    expect(chat.log).to_be_empty()
    chat.tap(TOPIC)
    assert visitor.conversation != before
