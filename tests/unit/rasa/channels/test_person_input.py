from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Restarted, UserUttered

from beacon.door.rate import RateLimit
from beacon.handover.counting import Counting
from beacon.handover.staff import Staff
from beacon.rasa.channels.door_input import BadRequestError, Incoming
from beacon.rasa.channels.person import Persons
from beacon.rasa.channels.person_input import PersonInput
from beacon.rasa.channels.web import PageCollector
from beacon.rasa.stores.trackers import ForgettingTrackerStore
from tests.unit.handover.application import WAITS, Application, running
from tests.unit.rasa.channels.processors import processor

EMERGENCY = "i want to kill myself"


def parsed(text: str) -> dict[str, Any]:
    intent, risk = ("crisis_self_harm", "emergency") if text == EMERGENCY else ("thank", "none")
    return {"text": text, "intent": {"name": intent}, "risk": {"level": risk}}


class Bot:
    """What the channel needs of Rasa's agent; it fails when it is told to."""

    def __init__(self) -> None:
        self.tracker_store = ForgettingTrackerStore(Domain.empty())
        self.lock_store = InMemoryLockStore()
        self.processor = processor(self.handle, self.understood)
        self.fails = self.understands_nothing = False
        self.answer: dict[str, Any] = {"answer": "thank"}

    async def handle(self, message: UserMessage) -> None:
        if self.fails:
            raise RuntimeError("no answer")
        tracker = await self.tracker_store.get_or_create_tracker(message.sender_id)
        about = self.understood(message.text)
        tracker.update(
            UserUttered(message.text, about["intent"], parse_data=about, metadata=message.metadata)
        )
        tracker.update(BotUttered("words", metadata=self.answer))
        await self.tracker_store.save(tracker)
        reply = {"text": "words", **self.answer}
        await message.output_channel.send_response(message.sender_id, reply)

    def understood(self, text: str) -> dict[str, Any]:
        if self.understands_nothing:
            raise RuntimeError("no model")
        return parsed(text)


class Channel(PersonInput):
    """With the whole replies, as on the page."""

    collector = PageCollector


class Chat:
    """A child at a channel in which a person can take over."""

    def __init__(self, application: Application) -> None:
        self.bot = Bot()
        self.application = application
        self.channel = Channel()
        staff = Staff(application.client)
        self.channel._staff, self.channel.persons = staff, Persons(staff, pause=0.01)
        self.channel.counting = Counting(application.client, pause=60)

    async def say(self, text: str, **more: Any) -> list[dict[str, Any]]:
        """What is answered, once all that follows is done."""
        replies = await self.channel.answer_or_pass_on(self.bot, Incoming("child", text, **more))
        while self.channel._under_way:
            await asyncio.gather(*self.channel._under_way)
        return replies

    async def waits(self, may_read: str = "yes") -> None:
        """The child taps its decision, which is stored."""
        facts = {"hand_over": "key", "may_read": may_read}
        self.bot.answer = {"answer": "hand_over_stored", "facts": facts}
        await self.say("/affirm", offered=("/affirm",))
        self.bot.answer = {"answer": "thank"}
        self.channel.counting._events.clear()

    @property
    def told(self) -> list[tuple[str, str]]:
        """What the staff were told, and the risk of each."""
        return [(body["text"], body["risk"]) for body in self.application.said]

    @property
    def counted(self) -> list[str]:
        return [event["kind"] for event in self.channel.counting._events]


@pytest.fixture
def chat() -> Iterator[Chat]:
    with running(Application()) as application:
        yield Chat(application)


async def test_what_is_told_to_the_bot_meanwhile_follows(chat: Chat) -> None:
    await chat.waits()
    await chat.say("he found my school")
    assert chat.told == [("he found my school", "none")]
    assert chat.counted == ["understood"]


async def test_a_tap_says_nothing_to_the_staff(chat: Chat) -> None:
    await chat.waits()
    await chat.say("/thank", offered=("/thank",))
    assert chat.told == []
    assert chat.counted == ["understood"]


async def test_without_leave_to_read_only_danger_follows(chat: Chat) -> None:
    await chat.waits("no")
    await chat.say("he found my school")
    await chat.say(EMERGENCY)
    assert chat.told == [("", "emergency")]


@pytest.mark.parametrize("key", [None, "key of the message"])
async def test_words_over_which_the_bot_fails_follow_all_the_same(
    chat: Chat, key: str | None
) -> None:
    await chat.waits()
    chat.bot.fails = True
    replies = await chat.say("my name is Peter Miller and i want to die", key=key)
    assert "112" in str(replies)
    ((text, _),) = chat.told
    assert text.endswith("and i want to die")
    assert "Miller" not in text
    assert chat.counted == []


async def test_danger_in_words_over_which_the_bot_fails_is_seen(chat: Chat) -> None:
    await chat.waits("no")
    chat.bot.fails = True
    await chat.say(EMERGENCY)
    assert chat.told == [("", "emergency")]


@pytest.mark.parametrize("may_read", ["yes", "no"])
async def test_it_is_seen_by_its_phrases_where_nothing_is_understood(
    chat: Chat, may_read: str
) -> None:
    await chat.waits(may_read)
    chat.bot.fails = chat.bot.understands_nothing = True
    await chat.say(EMERGENCY)
    assert chat.told == [(EMERGENCY if may_read == "yes" else "", "emergency")]


async def test_what_comes_too_fast_is_not_taken_for_what_came_before(chat: Chat) -> None:
    await chat.waits()
    await chat.say("he found my school")
    counted = chat.counted
    chat.channel._rate = RateLimit(0, 60.0, 10)
    await chat.say("hello")
    assert chat.told == [("he found my school", "none")]
    assert chat.counted == counted


async def test_a_failed_turn_says_the_words_before_to_nobody_again(chat: Chat) -> None:
    await chat.waits()
    await chat.say("he found my school")
    chat.bot.fails = True
    await chat.say("and now he is here")
    assert [text for text, _ in chat.told] == ["he found my school", "and now he is here"]
    assert chat.counted == ["understood"]


async def test_the_words_with_which_the_child_decides_are_passed_on_with_the_rest(
    chat: Chat,
) -> None:
    facts = {"hand_over": "key", "may_read": "yes"}
    chat.bot.answer = {"answer": "hand_over_stored", "facts": facts}
    await chat.say("yes they may read it")
    assert chat.told == []
    assert chat.channel.persons.state("child") == "waiting"


async def test_after_no_to_another_wish_nobody_is_to_come(chat: Chat) -> None:
    await chat.waits()
    chat.bot.answer = {"answer": "hand_over_declined"}
    await chat.say("no")
    assert chat.channel.persons.state("child") is None
    assert chat.told == []


async def test_a_chat_that_begins_anew_is_not_counted_for_what_came_before(chat: Chat) -> None:
    await chat.say("hello")
    tracker = await chat.bot.tracker_store.retrieve("child")
    assert tracker
    tracker.update(Restarted())
    chat.channel.counting._events.clear()
    chat.bot.fails = True
    await chat.say("hello again")
    assert chat.counted == []


@pytest.mark.parametrize("kind", [None, "", "chat", 7])
async def test_an_event_of_no_kind_is_refused_and_counted_nowhere(chat: Chat, kind: Any) -> None:
    """The page asks so whether the server is well."""
    await chat.say("hello")
    chat.channel.counting._events.clear()
    with pytest.raises(BadRequestError):
        await chat.channel.count_on_page(chat.bot, "child", kind)
    assert chat.counted == []


async def test_a_person_who_takes_it_gets_words_whatever_was_allowed(chat: Chat) -> None:
    await chat.waits("no")
    chat.application.answer = {**WAITS, "live": "talking"}
    assert await chat.say("hello") == []
    assert chat.told == [("hello", "none")]
