from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.core.events import (
    AllSlotsReset,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.slots import TextSlot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from beacon.rasa.messages import (
    add_entity,
    is_training_example,
    language_of,
    slots_before,
    text_of,
)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({TEXT: "hello"}, "hello"),
        ({TEXT: "yes/no"}, "yes/no"),
        ({TEXT: "/restart"}, ""),
        ({TEXT: ""}, ""),
        ({TEXT: None}, ""),
        ({}, ""),
    ],
)
def test_text_is_what_was_written_and_never_a_payload(data: dict[str, Any], text: str) -> None:
    assert text_of(Message(data)) == text


@pytest.mark.parametrize(
    ("data", "language"),
    [
        ({"language": "fr"}, "fr"),
        ({"metadata": {"intent": {"language": "bg"}}}, "bg"),
        ({"language": "fr", "metadata": {"intent": {"language": "bg"}}}, "fr"),
        ({"metadata": {"intent": {"risk": "high"}}}, "en"),
        ({"metadata": None}, "en"),
        ({}, "en"),
    ],
)
def test_language_is_the_detected_one_or_that_of_the_example(
    data: dict[str, Any], language: str
) -> None:
    assert language_of(Message(data)) == language


@pytest.mark.parametrize(
    ("data", "example"),
    [
        ({TEXT: "hello", INTENT: "greet"}, True),
        ({TEXT: "hello"}, False),
        ({INTENT: "greet"}, False),
        ({TEXT: "", INTENT: "greet"}, False),
    ],
)
def test_an_example_has_words_and_an_intent(data: dict[str, Any], example: bool) -> None:
    assert is_training_example(Message(data)) is example


def test_an_entity_comes_behind_those_that_are_there() -> None:
    message = Message({TEXT: "hello"})
    add_entity(message, "country", "FR", start=0, end=5)
    add_entity(message, "country", "BG", start=0, end=5)
    assert [entity["value"] for entity in message.get(ENTITIES)] == ["FR", "BG"]


def test_an_entity_can_have_a_place() -> None:
    message = Message({TEXT: "in france"})
    add_entity(message, "country", "FR", start=3, end=9)
    expected = {"entity": "country", "value": "FR", "start": 3, "end": 9}
    assert message.get(ENTITIES) == [expected]


def test_an_entity_goes_out_with_the_message() -> None:
    message = Message({TEXT: "hello"})
    add_entity(message, "country", "FR", start=0, end=5)
    assert ENTITIES in message.as_dict(only_output_properties=True)


@pytest.mark.parametrize(
    ("before", "after", "risk"),
    [
        ([], ["emergency"], "none"),
        (["concern"], ["emergency"], "concern"),
        (["high", "none"], [], "high"),
    ],
    ids=["the first", "a later one", "of the highest"],
)
def test_a_message_finds_the_risk_that_the_chat_had_before_it(
    before: list[str], after: list[str], risk: str
) -> None:
    told = [SlotSet("risk", level) for level in before]
    events = [*told, UserUttered("help"), *(SlotSet("risk", level) for level in after)]
    slots = [TextSlot("risk", mappings=[{}]), TextSlot("country", mappings=[{}])]
    tracker = DialogueStateTracker.from_events("child", [SlotSet("country", "PT"), *events], slots)
    assert slots_before(tracker) == {**tracker.current_slot_values(), "risk": risk}


@pytest.mark.parametrize("reset", [Restarted(), SessionStarted(), AllSlotsReset()])
def test_what_was_before_a_new_beginning_does_not_count(reset: Event) -> None:
    events = [SlotSet("risk", "high"), reset, UserUttered("help")]
    tracker = DialogueStateTracker.from_events("child", events, [TextSlot("risk", mappings=[{}])])
    assert slots_before(tracker)["risk"] == "none"
