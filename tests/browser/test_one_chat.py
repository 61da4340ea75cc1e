"""What belongs to one chat stays in it: what is cleared or left is not said again in another."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.stage import Answer, Body, Stage
from tests.browser.visitor import EXIT_PAGE, Chat, Visitor

FIRST, QUEUED, LATER = "he has my picture", "please help me", "a new child speaks"


class Gate:
    """Holds what is said first until it is opened; then it is answered, or the chat is unknown."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._open = threading.Event()
        self.reached = threading.Event()

    def __call__(self, body: Body) -> Answer:
        if body.get("text") == FIRST:
            self.reached.set()
            self._open.wait(20)
        return self._stage.usual("/chat/message", body)

    def open(self) -> None:
        self._open.set()


@pytest.fixture
def gate(stage: Stage) -> Iterator[Gate]:
    gate = Gate(stage)
    stage.answers["/chat/message"] = gate
    yield gate
    gate.open()


def clear(chat: Chat) -> None:
    chat.menu.click()
    chat.button("Clear the chat and start again").click()


def leave(guest: Visitor) -> None:
    for _ in range(3):
        guest.page.keyboard.press("Shift")


def write(chat: Chat, words: str) -> None:
    chat.box.fill(words)
    chat.box.press("Enter")


def quiet(guest: Visitor, stage: Stage) -> bool:
    """Whether nothing more is asked for a while."""
    before = len(stage.asked)
    return not guest.waits_for(lambda: len(stage.asked) > before, 1.5)


def begin(guest: Visitor, gate: Gate, *, tapped: bool) -> Chat:
    """A chat whose first message is not answered yet, with another behind it."""
    chat = guest.open_chat()
    write(chat, FIRST)
    assert guest.waits_for(gate.reached.is_set)
    if tapped:
        chat.menu.click()
        chat.button("What can I ask?").click()
    else:
        write(chat, QUEUED)
    return chat


@pytest.mark.parametrize("tapped", [False, True])
def test_what_was_queued_is_not_said_in_the_next_chat(
    guest: Visitor, stage: Stage, gate: Gate, tapped: bool
) -> None:
    chat = begin(guest, gate, tapped=tapped)
    clear(chat)
    assert guest.waits_for(lambda: len(stage.bodies("/chat/start")) == 2)
    gate.open()
    write(chat, LATER)
    expect(chat.newest).to_contain_text(f"I heard: {LATER}")
    assert quiet(guest, stage)
    assert [body["conversation"] for body in stage.bodies("/chat/message")] == [
        "conversation-1",
        "conversation-2",
    ]
    assert stage.texts() == [FIRST, LATER]
    assert len(stage.bodies("/chat/start")) == 2
    expect(chat.log.locator(".own")).to_have_count(1)


def test_nothing_is_said_after_leaving(guest: Visitor, stage: Stage, gate: Gate) -> None:
    """While the page to leave for is slow, the chat's own still runs."""
    guest.page.route(EXIT_PAGE, lambda _: None)
    begin(guest, gate, tapped=False)
    leave(guest)
    assert guest.waits_for(lambda: bool(stage.bodies("/chat/end")))
    gate.open()
    guest.page.wait_for_timeout(1500)
    assert stage.texts() == [FIRST]
    assert len(stage.bodies("/chat/start")) == 1


def test_a_new_chat_does_not_wait_for_the_old_one(guest: Visitor, gate: Gate) -> None:
    chat = begin(guest, gate, tapped=False)
    clear(chat)
    write(chat, LATER)
    expect(chat.newest).to_contain_text(f"I heard: {LATER}")


def test_a_chat_that_begins_too_late_is_ended(guest: Visitor, stage: Stage) -> None:
    opened = threading.Event()

    def start(body: Body) -> Answer:
        opened.wait(20)
        return stage.usual("/chat/start", body)

    stage.answers["/chat/start"] = start
    guest.page.route(EXIT_PAGE, lambda _: None)
    guest.open()
    leave(guest)
    opened.set()
    assert guest.waits_for(lambda: stage.over == {"conversation-1"})
