from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, Restarted, SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from beacon.answers import Said
from beacon.levels import Risk
from beacon.rasa.generator import AnswerBookGenerator, turn_of

SLOTS = ("age_band", "country", "language", "risk")


def tracker_with(*events: Event) -> DialogueStateTracker:
    slots = [AnySlot(name, mappings=[], influence_conversation=False) for name in SLOTS]
    tracker = DialogueStateTracker("child", slots=slots)
    for event in events:
        tracker.update(event)
    return tracker


def user(intent: str, **parse_data: Any) -> UserUttered:
    return UserUttered("words", {"name": intent}, parse_data=parse_data)


def bot(answer: str, **about: Any) -> BotUttered:
    return BotUttered("words", metadata={"answer": answer, **about})


def test_the_intent_is_that_of_the_latest_message() -> None:
    assert turn_of(tracker_with(user("greet"), user("ask_law"))).intent == "ask_law"


def test_the_risk_is_that_of_the_latest_message() -> None:
    turn = turn_of(tracker_with(user("greet", risk={"level": "high"})))
    assert turn.risk is Risk.high


@pytest.mark.parametrize(
    ("slot", "value", "attribute"),
    [("age_band", "8-10", "band"), ("country", "BG", "country"), ("language", "fr", "language")],
)
def test_a_slot_is_read(slot: str, value: str, attribute: str) -> None:
    turn = turn_of(tracker_with(SlotSet(slot, value), user("greet")))
    assert getattr(turn, attribute) == value


@pytest.mark.parametrize(
    ("parsed", "language"),
    [
        ({"language": "pl", "language_is_sure": False}, "pl"),
        ({}, "pl"),
        ({"language": "uk", "language_is_sure": True}, "uk"),
    ],
    ids=["too short to tell", "the tap of a button", "sure of another"],
)
def test_the_language_of_the_page_counts_where_none_is_sure(
    parsed: dict[str, Any], language: str
) -> None:
    page = {"language": "pl"}
    message = UserUttered("words", {"name": "greet"}, parse_data=parsed, metadata=page)
    assert turn_of(tracker_with(message)).language == language


def test_a_second_intent_is_read() -> None:
    assert turn_of(tracker_with(user("greet", doubt="thank"))).doubt == "thank"


def test_what_was_said_is_in_the_order_of_time() -> None:
    events = (user("greet"), bot("greet", band="8-10", asks="age"), bot("ask_law"), user("thank"))
    said = turn_of(tracker_with(*events)).said
    assert said == (Said("greet", "8-10", "age"), Said("ask_law"))


def test_what_was_said_before_a_restart_does_not_count() -> None:
    events = (user("greet"), bot("greet", asks="age"), Restarted(), bot("restart"), user("greet"))
    assert [said.answer for said in turn_of(tracker_with(*events)).said] == ["restart"]


def test_an_utterance_of_somebody_else_does_not_count() -> None:
    assert turn_of(tracker_with(BotUttered("words"), user("greet"))).said == ()


def test_an_empty_conversation_is_a_turn_that_was_not_understood() -> None:
    assert turn_of(tracker_with()).intent == "nlu_fallback"


async def test_the_generator_gives_words_and_buttons() -> None:
    generator = AnswerBookGenerator(EndpointConfig(), Domain.empty())
    message = await generator.generate("utter_greet", tracker_with(user("greet")), "rest")
    assert message is not None
    assert message["text"]
    assert message["buttons"]


@pytest.mark.parametrize(("channel", "asks"), [("web", None), ("rest", "age")])
async def test_the_age_that_the_page_asks_for_first_is_not_asked_again(
    channel: str, asks: str | None
) -> None:
    generator = AnswerBookGenerator(EndpointConfig(), Domain.empty())
    greeting = UserUttered("hi", {"name": "greet"}, input_channel=channel)
    message = await generator.generate("utter_greet", tracker_with(greeting), channel)
    assert message is not None
    assert message["asks"] == asks
    assert ("age_band" in str(message["buttons"])) is (asks is not None)
