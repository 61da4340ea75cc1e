"""What a child tells of itself or of others stays nowhere; every person here is invented."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from beacon import project
from tests.conftest import Chat, Servers, free_port, start_actions, start_bot

PERSONAL = [
    ("my name is Anneliese Brandtner", ["Anneliese", "Brandtner"]),
    ("please call me on +44 7700 900123", ["7700", "900123", "7700900123", "447700900123"]),
    ("or on 07700900456", ["07700900456", "7700900456"]),
    ("my mail is anneliese.brandtner@example.com", ["anneliese.b", "example.com"]),
    ("i live at 127 Brambleside Street", ["Brambleside"]),
    ("my insta is @anneliese_b09", ["anneliese_b09"]),
    ("it is here https://pictures.example.net/anneliese/1", ["pictures.example.net"]),
]


@pytest.mark.parametrize(("text", "words"), PERSONAL, ids=[text for text, _ in PERSONAL])
def test_personal_data_stand_nowhere_in_the_tracker(
    chat: Chat, text: str, words: list[str]
) -> None:
    chat.say(text)
    tracker = json.dumps(chat.tracker(), ensure_ascii=False)
    assert [word for word in words if stands_in(tracker, word)] == []


def stands_in(output: str, word: str) -> bool:
    """Whether it does; four digits within a time or an identifier stand there by chance."""
    by_itself = rf"(?<![\w.]){word}(?!\w)" if word.isdigit() else re.escape(word)
    return re.search(by_itself, output) is not None


@pytest.mark.parametrize("by_chance", ["1764510177.7700", "a9e7700bd4", "127.0.0.1:27700"])
def test_digits_by_chance_are_nobodys(by_chance: str) -> None:
    assert not stands_in(by_chance, "7700")


@pytest.mark.parametrize("told", ['"call +44 7700 900123"', "+44-7700-900123", "(7700)"])
def test_digits_by_themselves_are_somebodys(told: str) -> None:
    assert stands_in(told, "7700")


def tell_everything(chat: Chat) -> None:
    for text, _ in PERSONAL:
        chat.say(f"can you help me, {text}")
    chat.say("where can i get help")


def personal_data_in(output: str) -> list[str]:
    return [word for _, words in PERSONAL for word in words if stands_in(output, word)]


def test_personal_data_stand_nowhere_in_the_logs(
    servers: Servers, new_chat: Callable[[], Chat]
) -> None:
    tell_everything(new_chat())
    assert personal_data_in(servers.output()) == []


def test_nor_do_they_where_everything_is_logged(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("debug")
    port, actions_port = free_port(), free_port()
    loud = {"LOG_LEVEL": "DEBUG", "LOG_LEVEL_LIBRARIES": "DEBUG"}
    programs = (
        start_bot(folder, port, actions_port, environment=loud),
        start_actions(folder, actions_port, loud),
    )
    with Servers(f"http://127.0.0.1:{port}", programs).ready() as running:
        tell_everything(Chat(running.url))
        output = running.output()
    assert "can you help me" in output
    assert personal_data_in(output) == []


def test_a_message_with_personal_data_is_answered_all_the_same(chat: Chat) -> None:
    chat.say("my name is Anneliese Brandtner and someone is threatening to post my nudes")
    assert chat.intent() == "disclose_sextortion"


PICTURES = [
    {"text": "https://pictures.example.net/me.jpg"},
    {"text": "", "attachments": [{"type": "image", "payload": {"url": "https://a.example/b.png"}}]},
]


@pytest.mark.parametrize("message", PICTURES, ids=["link", "attachment"])
def test_a_picture_is_refused_kindly(chat: Chat, message: dict[str, object]) -> None:
    refused = project.answer_book().phrase("picture_refused")
    assert chat.text(**message) == refused  # type: ignore[arg-type]


def test_words_beside_a_picture_are_answered_too(chat: Chat) -> None:
    reply = chat.text("are you a robot https://pictures.example.net/me.jpg")
    assert reply.startswith(project.answer_book().phrase("picture_refused"))
    assert chat.intent() == "ask_bot_identity"


def test_the_address_of_a_picture_is_not_kept(chat: Chat) -> None:
    chat.say("are you a robot https://pictures.example.net/me.jpg")
    assert "pictures.example.net" not in json.dumps(chat.tracker())
