from __future__ import annotations

import pytest
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from beacon.rasa.channels.once import replies_to, take_back


def tracker() -> DialogueStateTracker:
    buttons = {"buttons": [{"title": "Menu", "payload": "/ask_menu"}], "custom": None}
    return DialogueStateTracker.from_events(
        "child",
        [
            ActionExecuted(ACTION_LISTEN_NAME),
            UserUttered("hello", metadata={"key": "one"}),
            BotUttered("Hello.", data=buttons, metadata={"answer": "greet"}),
            BotUttered("What is it?"),
            ActionExecuted(ACTION_LISTEN_NAME),
            UserUttered("help", metadata={"key": "two"}),
        ],
        slots=[],
    )


def words_of(chat: DialogueStateTracker) -> list[str | None]:
    return [event.text for event in chat.applied_events() if isinstance(event, UserUttered)]


def test_what_was_answered_is_found_again_as_it_was_said() -> None:
    assert replies_to(tracker(), "one") == [
        {
            "text": "Hello.",
            "answer": "greet",
            "buttons": [{"title": "Menu", "payload": "/ask_menu"}],
        },
        {"text": "What is it?"},
    ]


def test_what_has_no_answer_yet_is_new() -> None:
    assert replies_to(tracker(), "two") == []
    assert replies_to(tracker(), "three") == []


def test_the_latest_is_taken_back_where_it_has_no_answer() -> None:
    chat = tracker()
    take_back(chat, "two")
    assert words_of(chat) == ["hello"]
    assert chat.latest_action_name == "action_listen"


@pytest.mark.parametrize("key", ["one", "three"], ids=["answered", "not yet there"])
def test_no_other_is_taken_back(key: str) -> None:
    chat = tracker()
    take_back(chat, key)
    assert words_of(chat) == ["hello", "help"]
