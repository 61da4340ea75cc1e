from __future__ import annotations

from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from beacon.rasa.channels.once import replies_to


def tracker() -> DialogueStateTracker:
    buttons = {"buttons": [{"title": "Menu", "payload": "/ask_menu"}], "custom": None}
    return DialogueStateTracker.from_events(
        "child",
        [
            UserUttered("hello", metadata={"key": "one"}),
            BotUttered("Hello.", data=buttons, metadata={"answer": "greet"}),
            BotUttered("What is it?"),
            UserUttered("help", metadata={"key": "two"}),
        ],
        slots=[],
    )


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
