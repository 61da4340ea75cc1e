from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from beacon import project
from beacon.door.places import Places
from beacon.door.rate import RateLimit
from beacon.project import ROOT
from beacon.rasa.channels.door_input import DoorInput, Incoming
from beacon.rasa.stores.trackers import ForgettingTrackerStore
from tests.unit.rasa.channels.processors import processor

DOMAIN = Domain.load(str(ROOT / "domain.yml"))
IN_UKRAINIAN = project.answer_book().phrases["uk"]["emergency"].format(number="102 / 112")


class Channel(DoorInput):
    """The channel with a name and nothing around it."""

    @classmethod
    def name(cls) -> str:
        return "rest"


class Broken:
    """An agent that knows the conversation, and answers nothing."""

    def __init__(self) -> None:
        self.tracker_store = ForgettingTrackerStore(DOMAIN)
        self.lock_store = InMemoryLockStore()
        self.processor = processor(self._handle)

    @staticmethod
    async def _handle(message: UserMessage) -> None:
        raise RuntimeError(message.sender_id)

    async def learn(self, **slots: str) -> None:
        """What the child has said about itself."""
        tracker = DialogueStateTracker("child", DOMAIN.slots)
        for name, value in slots.items():
            tracker.update(SlotSet(name, value))
        await self.tracker_store.save(tracker)


async def answered(slots: Mapping[str, str], hint: str | None = None) -> list[dict[str, Any]]:
    agent = Broken()
    await agent.learn(**slots)
    return await Channel().answer(agent, Incoming("child", "some words", language=hint))


def in_words(replies: list[dict[str, Any]]) -> str:
    return "\n".join(reply.get("text") or "" for reply in replies)


async def words(slots: Mapping[str, str], hint: str | None = None) -> str:
    return in_words(await answered(slots, hint))


@pytest.mark.parametrize(
    ("slots", "hint"),
    [
        ({"country": "UA", "language": "uk"}, None),
        ({"country": "UA", "language": "uk"}, "en"),
        ({"country": "UA"}, "uk"),
    ],
    ids=["written", "written on an English page", "that of the page"],
)
async def test_the_last_resort_is_in_the_language_of_the_child(
    slots: dict[str, str], hint: str | None
) -> None:
    said = await words(slots, hint)
    assert said.startswith(IN_UKRAINIAN)
    assert project.answer_book().phrases["uk"]["high_risk"] in said
    assert project.answer_book().phrase("service_down") in said


@pytest.mark.parametrize("hint", [None, "en", "ja"])
async def test_the_last_resort_is_english_where_no_short_text_is_known(hint: str | None) -> None:
    said = await words({"country": "GB"}, hint)
    assert said.startswith(project.answer_book().phrase("service_down"))
    assert project.answer_book().phrase("emergency").format(number="999") in said


@pytest.mark.parametrize(("risk", "is_first"), [("emergency", True), ("high", False)])
async def test_once_there_was_an_emergency_the_last_resort_begins_with_the_number(
    risk: str, is_first: bool
) -> None:
    number = project.answer_book().phrase("emergency").format(number="999")
    said = await words({"country": "GB", "risk": risk})
    assert number in said
    assert said.startswith(number) is is_first


async def test_the_last_resort_knows_whether_a_child_or_an_adult_asks() -> None:
    replies = await answered({"country": "CH", "age_band": "adult"})
    cards = next(reply["custom"]["cards"] for reply in replies if "custom" in reply)
    assert cards[0]["name"] == "Pro Juventute parent counselling"


async def test_who_writes_too_much_is_told_in_its_language_too() -> None:
    agent, channel = Broken(), Channel()
    channel._rate = RateLimit(1, 60.0, 10)
    await agent.learn(country="UA", language="uk", risk="emergency")
    for _ in range(2):
        said = in_words(await channel.answer(agent, Incoming("child", "some words")))
    assert said.startswith(IN_UKRAINIAN)
    assert project.answer_book().phrase("too_fast") in said


async def test_who_would_wait_behind_too_many_gets_numbers_at_once() -> None:
    agent, channel = Broken(), Channel()
    channel._places = Places(1, 1, 600.0)
    await agent.learn(country="GB")
    go_on, begun = asyncio.Event(), []

    async def wait(message: UserMessage) -> None:
        begun.append(message.sender_id)
        await go_on.wait()
        await message.output_channel.send_text_message(message.sender_id, "an answer")

    agent.processor.handle_message = wait
    others = [
        asyncio.create_task(channel.answer(agent, Incoming(f"other {n}", "some words")))
        for n in range(2)
    ]
    await asyncio.sleep(0.05)
    said = await asyncio.wait_for(channel.answer(agent, Incoming("child", "some words")), 60.0)
    assert project.answer_book().phrase("service_down") in in_words(said)
    assert "999" in in_words(said)
    assert begun == ["other 0"]
    go_on.set()
    assert [in_words(each) for each in await asyncio.gather(*others)] == ["an answer"] * 2


ALARMS = pytest.mark.parametrize(
    ("risk", "says", "is_first"),
    [("emergency", [], True), ("emergency", ["safe_now"], False), ("high", [], False)],
    ids=["an alarm stands", "the child is safe", "no alarm"],
)


def after(risk: str, says: list[str]) -> DialogueStateTracker:
    """A chat in Britain whose second message had these topics, after one of that risk."""
    tracker = DialogueStateTracker("child", DOMAIN.slots)
    for name, value in {"country": "GB", "risk": risk}.items():
        tracker.update(SlotSet(name, value))
    for about in (
        {"answer": "crisis_self_harm", "risk": risk},
        {"answer": "affirm", "says": says, "risk": "none"},
    ):
        tracker.update(UserUttered("some words"))
        tracker.update(BotUttered("some words", metadata=about))
    return tracker


@ALARMS
@pytest.mark.parametrize("reason", ["service_down", "too_fast"])
async def test_the_last_resort_begins_with_the_number_while_an_alarm_stands(
    reason: str, risk: str, says: list[str], is_first: bool
) -> None:
    agent, channel = Broken(), Channel()
    await agent.tracker_store.save(after(risk, says))
    if reason == "too_fast":
        channel._rate = RateLimit(0, 60.0, 10)
    said = in_words(await channel.answer(agent, Incoming("child", "some words")))
    number = project.answer_book().phrase("emergency").format(number="999")
    assert project.answer_book().phrase(reason) in said
    assert number in said
    assert said.startswith(number) is is_first


async def test_an_alarm_that_was_understood_before_the_bot_failed_stands() -> None:
    agent = Broken()
    tracker = after("emergency", ["safe_now"])
    cry = {"intent": {"name": "crisis_self_harm"}, "risk": {"level": "emergency"}}
    tracker.update(UserUttered("some words", intent=cry["intent"], parse_data=cry))
    await agent.tracker_store.save(tracker)
    said = in_words(await Channel().answer(agent, Incoming("child", "some words")))
    assert said.startswith(project.answer_book().phrase("emergency").format(number="999"))


async def test_what_was_understood_before_a_first_turn_broke_off_is_not_lost() -> None:
    cry = {
        "text": "some words",
        "intent": {"name": "crisis_self_harm"},
        "risk": {"level": "emergency"},
        "entities": [{"entity": "country", "value": "GB"}],
    }
    agent = Broken()
    agent.processor = processor(agent._handle, lambda _: cry)
    said = in_words(await Channel().answer(agent, Incoming("child", "some words")))
    assert said.startswith(project.answer_book().phrase("emergency").format(number="999"))


@ALARMS
async def test_that_no_picture_is_taken_is_said_below_the_number_while_an_alarm_stands(
    risk: str, says: list[str], is_first: bool
) -> None:
    agent, number = Broken(), project.answer_book().phrase("emergency").format(number="999")
    await agent.tracker_store.save(after(risk, says))
    said = in_words(await Channel().answer(agent, Incoming("child", "", attachments=True)))
    assert project.answer_book().phrase("picture_refused") in said
    assert said.startswith(number) is is_first


async def test_a_conversation_that_cannot_be_read_still_gets_numbers() -> None:
    class Away(Broken):
        async def retrieve(self, sender: str) -> None:
            raise OSError(sender)

    agent = Away()
    agent.tracker_store = agent  # type: ignore[assignment]
    assert "112" in in_words(await Channel().answer(agent, Incoming("child", "some words")))
    refused = await Channel().answer(agent, Incoming("child", "", attachments=True))
    assert in_words(refused) == project.answer_book().phrase("picture_refused")
