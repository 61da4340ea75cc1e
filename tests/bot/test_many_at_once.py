"""Several messages, several children, very long messages: all are answered, and in order."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from beacon import project
from tests.conftest import Chat

APART = 0.05

QUESTIONS = ("are you a robot", "how do i stay safe online", "who can read this chat")


def send_at_once(chat: Chat, texts: Sequence[str]) -> list[str]:
    """The replies to texts that are sent without waiting for them, in the order of the texts."""
    with ThreadPoolExecutor(len(texts)) as pool:
        waiting = []
        for text in texts:
            body = {"sender": chat.sender, "message": text}
            waiting.append(pool.submit(chat.post, body))
            time.sleep(APART)
        return [answer.result().json()[0]["text"] for answer in waiting]


def test_three_messages_at_once_are_handled_in_order(chat: Chat) -> None:
    send_at_once(chat, QUESTIONS)
    events = chat.tracker()["events"]
    assert [event["text"] for event in events if event["event"] == "user"] == list(QUESTIONS)


def test_three_messages_at_once_each_get_their_own_answer(new_chat: Callable[[], Chat]) -> None:
    at_once, one_by_one = new_chat(), new_chat()
    expected = [one_by_one.text(question) for question in QUESTIONS]
    assert len(set(expected)) == len(QUESTIONS)
    assert send_at_once(at_once, QUESTIONS) == expected


@pytest.mark.parametrize(("length", "status"), [(190_000, 200), (400_000, 400)])
def test_a_very_long_message_gets_a_response(chat: Chat, length: int, status: int) -> None:
    response = chat.post({"sender": chat.sender, "message": "help me " * (length // 8)})
    assert response.status_code == status


@pytest.mark.parametrize("length", [190_000, 400_000])
def test_a_very_long_message_keeps_nobody_else_waiting(
    new_chat: Callable[[], Chat], length: int
) -> None:
    writer, other = new_chat(), new_chat()
    with ThreadPoolExecutor(1) as pool:
        pool.submit(writer.post, {"sender": writer.sender, "message": "help me " * (length // 8)})
        greeting = other.text("hello")
    assert project.answer_book().phrase("service_down") not in greeting


def test_too_many_messages_are_met_politely(chat: Chat) -> None:
    replies = [chat.text("hello") for _ in range(25)]
    too_fast = project.answer_book().phrase("too_fast")
    assert too_fast not in replies[0]
    assert too_fast in replies[-1]


def test_a_child_who_writes_too_much_still_gets_numbers(chat: Chat) -> None:
    chat.say("i live in portugal")
    for _ in range(25):
        answer = chat.text("hello")
    register = project.register()
    assert register.countries["PT"].emergency.number in answer
    assert any(service.name in answer for service in register.countries["PT"].services)


def test_one_child_who_writes_too_much_does_not_stop_another(new_chat: Callable[[], Chat]) -> None:
    fast, other = new_chat(), new_chat()
    for _ in range(25):
        fast.say("hello")
    assert project.answer_book().phrase("too_fast") not in other.text("hello")
