"""A talk with a person never ends without a word, and no tap goes unanswered meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.browser.stage import Answer, Body, Stage, spoken
from tests.browser.test_server_down import expect_numbers
from tests.browser.visitor import TOPIC, Chat, Visitor, child_lines

BEGINS = "A person writes here now: The helpline."
MENU = "What can I ask?"
PERSON = "I want to talk to a person"


@dataclass
class Helpline:
    """The server's side of a talk."""

    stage: Stage
    live: str = "talking"
    closing: list[Body] = field(default_factory=list)
    words: list[Body] = field(default_factory=list)
    status: int = 200

    def __post_init__(self) -> None:
        self.stage.answers["/chat/message"] = self.message
        self.stage.answers["/chat/person"] = self.person
        self.stage.answers["/chat/person/end"] = self.person

    def message(self, body: Body) -> Answer:
        status, answer = self.stage.usual("/chat/message", body)
        silent = self.live == "talking" and self.stage.bodies("/chat/person")
        return status, {**answer, "person": self.live, **({"messages": []} if silent else {})}

    def person(self, body: Body) -> Answer:
        if body.get("conversation") in self.stage.over:
            return 404, {}
        news = {"live": self.live, "service": "The helpline", "messages": self.words}
        return self.status, {**news, "closing": self.closing if self.live == "over" else []}


@pytest.fixture
def helpline(stage: Stage) -> Helpline:
    return Helpline(stage)


def bar(chat: Chat) -> Locator:
    return chat.place.locator(".person-bar")


def talk(guest: Visitor) -> Chat:
    """A chat in which a person writes."""
    chat = guest.open_chat()
    chat.say("can i talk to somebody")
    expect(chat.log).to_contain_text(BEGINS)
    expect(bar(chat)).to_contain_text("The helpline: a person writes here now.")
    return chat


def lose(route: Route) -> None:
    route.abort()


def refuse(route: Route) -> None:
    route.fulfill(status=429, body="{}")


@pytest.mark.usefixtures("helpline")
@pytest.mark.parametrize("fault", [lose, refuse])
def test_when_the_server_is_away_there_are_numbers(guest: Visitor, fault: object) -> None:
    chat = talk(guest)
    guest.page.route("**/chat/*", fault)  # type: ignore[arg-type]
    expect_numbers(None, chat)
    expect(bar(chat)).to_contain_text("No connection.")
    expect(bar(chat)).not_to_contain_text("a person writes here now")
    guest.page.unroute("**/chat/*")
    expect(chat.newest).to_contain_text("I'm back.")
    expect(bar(chat)).to_contain_text("The helpline: a person writes here now.")
    expect(chat.log.get_by_text(BEGINS)).to_have_count(1)


def test_where_only_the_talk_is_away_numbers_come_once(guest: Visitor, helpline: Helpline) -> None:
    chat = talk(guest)
    helpline.status = 503
    expect(chat.log.get_by_text("I can't answer right now.")).to_have_count(1)
    guest.page.wait_for_timeout(8000)
    expect(chat.log.get_by_text("I can't answer right now.")).to_have_count(1)
    expect(bar(chat)).to_contain_text("No connection.")


def test_a_chat_that_was_forgotten_says_so_with_numbers(guest: Visitor, helpline: Helpline) -> None:
    chat = talk(guest)
    helpline.stage.over.add("conversation-1")
    expect(chat.newest).to_contain_text("The talk with a person broke off.")
    for link in (*child_lines(None), "tel:112"):
        expect(chat.newest.locator(f'a[href="{link}"]').first).to_be_visible()
    expect(bar(chat)).to_have_count(0)


def test_an_end_that_nobody_explains_is_told(guest: Visitor, helpline: Helpline) -> None:
    chat = talk(guest)
    helpline.live = "over"
    expect(chat.newest).to_contain_text("The talk with a person broke off.")


def test_an_end_that_does_not_arrive_shows_numbers(guest: Visitor, helpline: Helpline) -> None:
    chat = talk(guest)
    helpline.stage.answers["/chat/person/end"] = lambda _: (503, {})
    chat.button("End the talk").click()
    expect_numbers(None, chat)
    helpline.stage.answers["/chat/person/end"] = lambda _: (
        200,
        {"closing": [spoken("You ended the talk.")]},
    )
    chat.button("End the talk").click()
    expect(chat.newest).to_contain_text("You ended the talk.")
    expect(bar(chat)).to_have_count(0)


@pytest.mark.usefixtures("helpline")
@pytest.mark.parametrize("script", ["later", "person"])
def test_what_a_talk_needs_is_loaded_however_often_that_fails(guest: Visitor, script: str) -> None:
    failed: list[str] = []

    def fail_twice(route: Route) -> None:
        failed.append(route.request.url)
        route.abort() if len(failed) <= 2 else route.continue_()

    guest.page.route(f"**/static/{script}.js*", fail_twice)
    chat = guest.open_chat()
    chat.say("can i talk to somebody")
    expect(chat.log).to_contain_text(BEGINS)
    expect(bar(chat)).to_contain_text("a person writes here now")
    assert len(failed) == 3


def test_a_country_that_is_chosen_shows_help_there(guest: Visitor, helpline: Helpline) -> None:
    chat = talk(guest)
    chat.menu.click()
    chat.place.get_by_label("My country").select_option("Portugal")
    chat.button("Show help there").click()
    for link in child_lines("PT"):
        expect(chat.newest.locator(f'a[href="{link}"]').first).to_be_visible()
    assert helpline.stage.bodies("/chat/message")[-1]["country"] == "PT"


@pytest.mark.usefixtures("helpline")
def test_the_menu_offers_nothing_that_only_the_bot_answers(guest: Visitor, stage: Stage) -> None:
    chat = talk(guest)
    chat.menu.click()
    items = chat.place.locator("button.item")
    expect(items.filter(has_text=PERSON)).to_be_hidden()
    expect(items.filter(has_text=MENU)).to_be_hidden()
    stage.over.add("conversation-1")
    expect(items.filter(has_text=PERSON)).to_be_visible()
    expect(items.filter(has_text=MENU)).to_be_visible()


def test_a_tap_just_before_the_person_came_is_answered(guest: Visitor, helpline: Helpline) -> None:
    helpline.stage.answers["/chat/message"] = lambda _: (200, {"messages": [], "person": "talking"})
    chat = guest.open_chat()
    chat.button(TOPIC).click()
    for link in (*child_lines(None), "tel:112"):
        expect(chat.log.locator(f'a[href="{link}"]').first).to_be_visible()


def test_what_is_said_beside_the_person_asks_no_question(
    guest: Visitor, helpline: Helpline
) -> None:
    chat = talk(guest)
    notice = {"messages": [spoken("Please call.")], "person": "talking"}
    helpline.stage.answers["/chat/message"] = lambda _: (200, notice)
    chat.say("i want to die")
    expect(chat.newest).to_contain_text("Please call.")
    expect(chat.button("Say it simpler")).to_have_count(0)


@pytest.mark.usefixtures("helpline")
def test_a_cleared_chat_has_no_person(guest: Visitor) -> None:
    chat = talk(guest)
    guest.page.route("**/chat/person", lambda _: None)
    with guest.page.expect_request("**/chat/person"):
        pass  # It waits for news now, and would see only afterwards that the chat is over.
    chat.menu.click()
    chat.button("Clear the chat and start again").click()
    expect(bar(chat)).to_have_count(0, timeout=3_000)
    expect(chat.log).to_be_empty()


@pytest.mark.usefixtures("helpline")
def test_a_talk_works_on_a_phone_that_is_older_than_a_limit_of_its_own(guest: Visitor) -> None:
    """Safari 15 and Chrome 102 know no AbortSignal.timeout()."""
    guest.page.add_init_script("delete AbortSignal.timeout")
    chat = talk(guest)
    guest.page.wait_for_timeout(2000)
    expect(bar(chat)).to_contain_text("The helpline: a person writes here now.")
