"""When the server does not answer there are numbers all the same, and nothing typed is lost."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Visit
from tests.browser.stage import Stage
from tests.browser.visitor import TOPIC, Chat, Visitor, child_lines
from tests.conftest import Program, Servers, free_port, start_bot

WORDS = "can you tell me what to do"
# The page waits for 5 seconds, and asks again after 3: before it does.
SOON = 7_500
PAUSE = 3_000
# A bot needs its time.
START = 120_000


@dataclass
class Bot:
    """A bot that can fall silent, die and come back."""

    folder: Path
    port: int = field(default_factory=free_port)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.program: Program = start_bot(self.folder, self.port, free_port())

    def wait(self) -> None:
        Servers(self.url, (self.program,)).wait()

    def fall_silent(self) -> None:
        self.program.process.send_signal(signal.SIGSTOP)

    def speak_again(self) -> None:
        self.program.process.send_signal(signal.SIGCONT)

    def die(self) -> None:
        self.program.process.kill()
        self.program.process.wait()


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """A bot of this module's own."""
    bot = Bot(tmp_path_factory.mktemp("mortal"))
    bot.start()
    try:
        bot.wait()
        yield bot
    finally:
        bot.die()


@pytest.fixture
def child(visit: Visit, bot: Bot) -> Visitor:
    """A child in Portugal who talks to that bot."""
    child = visit(bot.url, locale="pt-PT")
    child.open_chat()
    child.chat.button("Yes, Portugal").click()
    child.chat.tap("11 to 13")
    return child


def write(chat: Chat) -> None:
    """Writes and sends, without waiting for an answer."""
    chat.box.fill(WORDS)
    chat.box.press("Enter")


def expect_numbers(country: str | None, chat: Chat, timeout: float = 10_000) -> None:
    """Waits until there are numbers to call, that of emergencies among them."""
    for link in (*child_lines(country), "tel:112"):
        expect(chat.newest.locator(f'a[href="{link}"]').first).to_be_visible(timeout=timeout)
    expect(chat.newest).to_contain_text("I can't answer right now. That is not your fault.")


def expect_back(chat: Chat, timeout: float = 10_000) -> None:
    """Waits until the page says that it works again."""
    expect(chat.newest).to_contain_text("I'm back.", timeout=timeout)
    expect(chat.place.locator(".trouble")).to_be_hidden()


def expect_the_words_can_be_sent(chat: Chat) -> None:
    """What was written is in the box, and is answered when it is sent."""
    expect(chat.box).to_have_value(WORDS)
    chat.button("Send").click()
    expect(chat.log).to_contain_text(WORDS)
    chat.expect_answer()
    expect(chat.newest).not_to_contain_text("I can't answer right now")
    expect(chat.box).to_have_value("")


def test_a_bot_that_falls_silent(bot: Bot, child: Visitor) -> None:
    bot.fall_silent()
    try:
        write(child.chat)
        expect_numbers("PT", child.chat, SOON)
        expect(child.chat.box).to_have_value(WORDS)
    finally:
        bot.speak_again()
    expect_back(child.chat)
    expect_the_words_can_be_sent(child.chat)


def test_a_bot_that_dies_and_is_started_again(bot: Bot, child: Visitor) -> None:
    bot.die()
    write(child.chat)
    expect_numbers("PT", child.chat, SOON)
    expect(child.chat.box).to_have_value(WORDS)
    bot.start()
    expect_back(child.chat, START)
    expect_the_words_can_be_sent(child.chat)
    expect(child.chat.log).to_contain_text("I had to start a new chat.")
    assert child.slot("age_band") == "11-13"
    assert child.slot("country") == "PT"


def test_a_message_whose_answer_was_late_is_heard_once(child: Visitor) -> None:
    heard: list[dict[str, str]] = []

    def lose_the_first_answer(route: Route) -> None:
        heard.append(route.request.post_data_json)
        if len(heard) > 1:
            route.continue_()
            return
        route.fetch()
        route.abort()

    child.page.route("**/chat/message", lose_the_first_answer)
    write(child.chat)
    expect_numbers("PT", child.chat, SOON)
    expect_back(child.chat)
    expect_the_words_can_be_sent(child.chat)
    assert child.said().count(WORDS) == 1
    write(child.chat)
    child.chat.expect_answer()
    first, again, other = (message["key"] for message in heard)
    assert first == again != other


def fail(route: Route) -> None:
    route.abort()


def be_ill(route: Route) -> None:
    route.fulfill(status=503, body="no")


def ask_less(route: Route) -> None:
    route.fulfill(status=429, body='{"error": "too many requests"}')


def talk_nonsense(route: Route) -> None:
    route.fulfill(content_type="text/html", body="<h1>Gateway</h1>")


def open_chat(visitor: Visitor) -> Chat:
    """Opens the chat with a clock that can be put forward."""
    visitor.page.clock.install()
    return visitor.open_chat()


def recover(visitor: Visitor) -> None:
    """The server is well again, and the page asks it again soon."""
    visitor.page.unroute("**/chat/*")
    visitor.page.clock.fast_forward(PAUSE)


FAULTS = pytest.mark.parametrize("fault", [fail, be_ill, ask_less, talk_nonsense])
Fault = Callable[[Route], None]


@FAULTS
def test_a_server_that_is_there_but_not_well(visitor: Visitor, fault: Fault) -> None:
    chat = open_chat(visitor)
    visitor.page.route("**/chat/*", fault)
    write(chat)
    expect_numbers(None, chat)
    recover(visitor)
    expect_back(chat)
    expect_the_words_can_be_sent(chat)


def test_too_many_requests_are_no_fault_of_the_words(guest: Visitor) -> None:
    chat = open_chat(guest)
    guest.page.route("**/chat/*", ask_less)
    write(chat)
    expect_numbers(None, chat)
    expect(chat.log).not_to_contain_text("I couldn't read that.")
    guest.page.clock.fast_forward(PAUSE)
    expect(chat.place.locator(".trouble")).to_be_visible()
    recover(guest)
    expect_back(chat)
    expect_the_words_can_be_sent(chat)


def test_a_server_that_was_away_is_not_told_of_another_chat(guest: Visitor, stage: Stage) -> None:
    chat = open_chat(guest)
    for _ in range(2):
        guest.page.route("**/chat/*", fail)
        write(chat)
        expect_numbers(None, chat)
        recover(guest)
        expect_back(chat)
    expect_the_words_can_be_sent(chat)
    assert len(stage.bodies("/chat/start")) == 1
    assert [body.get("kind") for body in stage.bodies("/chat/event")] == [None, None]


def test_it_says_that_the_words_are_kept(visitor: Visitor) -> None:
    chat = open_chat(visitor)
    visitor.page.route("**/chat/*", fail)
    write(chat)
    expect_numbers(None, chat)
    expect(chat.newest).to_contain_text("What you write stays in the box.")


def test_what_was_tapped_can_be_tapped_again(visitor: Visitor) -> None:
    chat = open_chat(visitor)
    visitor.page.route("**/chat/*", fail)
    chat.button(TOPIC).click()
    expect_numbers(None, chat)
    recover(visitor)
    expect_back(chat)
    chat.tap(TOPIC)
    expect(chat.newest).to_contain_text("This is not your fault.")


def test_what_is_written_meanwhile_is_kept(visitor: Visitor) -> None:
    chat = open_chat(visitor)
    visitor.page.route("**/chat/*", fail)
    write(chat)
    expect_numbers(None, chat)
    chat.box.press_sequentially(" now")
    recover(visitor)
    expect_back(chat)
    expect(chat.box).to_have_value(f"{WORDS} now")


def test_the_numbers_in_the_menu_need_no_server(visitor: Visitor) -> None:
    chat = open_chat(visitor)
    chat.button("Yes, United Kingdom").click()
    visitor.page.route("**/chat/*", fail)
    chat.menu.click()
    chat.button("Numbers to call").click()
    for link in (*child_lines("GB"), "tel:999"):
        expect(chat.newest.locator(f'a[href="{link}"]').first).to_be_visible()


@FAULTS
def test_a_server_that_is_not_well_from_the_beginning(visitor: Visitor, fault: Fault) -> None:
    visitor.page.route("**/chat/*", fault)
    visitor.page.clock.install()
    visitor.open()
    expect_numbers(None, visitor.chat)
    recover(visitor)
    visitor.chat.expect_open()
    visitor.chat.tap(TOPIC)
    expect(visitor.chat.newest).to_contain_text("This is not your fault.")


def test_a_conversation_that_is_over_goes_on_as_a_new_one(visitor: Visitor) -> None:
    chat = open_chat(visitor)
    chat.tap("14 to 17")
    before = visitor.conversation
    end = "(id) => fetch('/chat/end', {method: 'POST', body: JSON.stringify({conversation: id})})"
    visitor.page.evaluate(end, before)
    chat.say("someone has my picture")
    expect(chat.log).to_contain_text("I had to start a new chat.")
    assert visitor.conversation != before
    assert visitor.slot("age_band") == "14-17"
