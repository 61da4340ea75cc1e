from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from rasa.shared.core.events import BotUttered

from beacon import project
from beacon.door.rate import RateLimit
from beacon.handover.client import TALKING
from beacon.handover.staff import Staff
from beacon.rasa.channels.door_input import Incoming
from beacon.rasa.channels.person import Persons
from beacon.rasa.channels.person_input import PersonInput
from beacon.rasa.stores.trackers import ForgettingTrackerStore
from tests.unit.handover.application import WAITS, Application, running
from tests.unit.rasa.channels.processors import processor
from tests.unit.rasa.channels.test_door_input import DOMAIN, IN_UKRAINIAN, Broken, after, in_words
from tests.unit.rasa.channels.test_person import STORED

CALM = {"intent": {"name": "thank"}, "risk": {"level": "none"}}
CRY = {"intent": {"name": "crisis_self_harm"}, "risk": {"level": "emergency"}}


class Channel(PersonInput):
    """The channel with a name and nothing around it."""

    @classmethod
    def name(cls) -> str:
        return "web"


class Agent(Broken):
    """An agent that understands everything as it is told to."""

    def __init__(self, understood: dict[str, Any]) -> None:
        super().__init__()
        self.processor = processor(self._handle, lambda text: {"text": text, **understood})


def channel_of(application: Application) -> Channel:
    """A channel in which a person has the chat."""
    channel = Channel()
    channel._staff = Staff(application.client)
    channel.persons = Persons(channel._staff, pause=0.01)
    channel.persons.note("child", [STORED])
    channel.persons._talks["child"].live = TALKING
    return channel


@pytest.fixture
def channel() -> Iterator[Channel]:
    with running(Application(answer={**WAITS, "live": "talking"})) as application:
        yield channel_of(application)


async def written(channel: Channel, agent: Agent) -> str:
    replies = await channel.answer_or_pass_on(agent, Incoming("child", "some words"))
    return in_words(replies)


async def closing(channel: Channel, agent: Agent) -> str:
    return in_words(await channel._closing(agent, "child", "nobody"))


@pytest.mark.parametrize(("risk", "is_first"), [("emergency", True), ("high", False)])
async def test_the_end_of_a_talk_begins_with_the_number_where_there_is_danger(
    channel: Channel, risk: str, is_first: bool
) -> None:
    agent = Agent(CALM)
    await agent.learn(country="GB", age_band="11-13", risk=risk)
    said = await closing(channel, agent)
    assert ("999" in said.splitlines()[0]) is is_first
    assert "0800 1111" in said
    assert "nobody was free" in said


async def test_the_end_of_a_talk_is_in_the_language_of_the_child(channel: Channel) -> None:
    agent = Agent(CALM)
    await agent.learn(country="UA", language="uk", risk="emergency")
    assert (await closing(channel, agent)).startswith(IN_UKRAINIAN)


async def test_danger_that_only_the_person_was_told_of_is_known_at_the_end(
    channel: Channel,
) -> None:
    agent = Agent(CRY)
    await agent.learn(country="GB")
    first = await written(channel, agent)
    assert "999" in first.splitlines()[0]
    assert project.answer_book().phrase("hand_over_danger") in first
    assert await written(channel, agent) == ""
    assert "999" in (await closing(channel, agent)).splitlines()[0]


async def test_a_country_that_is_chosen_beside_the_person_is_that_of_the_numbers_at_the_end(
    channel: Channel,
) -> None:
    agent = Agent(CALM)
    await agent.learn(country="GB", age_band="11-13", risk="emergency")
    chosen = '/inform_country{"country": "PT"}'
    assert (
        await channel.answer_or_pass_on(agent, Incoming("child", chosen, offered=(chosen,))) == []
    )
    assert "112" in (await closing(channel, agent)).splitlines()[0]
    kept = await agent.tracker_store.retrieve("child")
    assert kept is not None
    assert (kept.get_slot("country"), kept.get_slot("risk")) == ("PT", "emergency")
    assert [event for event in kept.events if isinstance(event, BotUttered)] == []


@pytest.mark.parametrize(
    "payload", ["/ask_menu", "/inform_country", '/inform_age{"age_band": "a"}']
)
async def test_any_other_tap_beside_the_person_changes_nothing(
    channel: Channel, payload: str
) -> None:
    agent = Agent(CALM)
    await agent.learn(country="GB")
    tracker = await agent.tracker_store.retrieve("child")
    assert tracker is not None
    events = len(tracker.events)
    tapped = Incoming("child", payload, offered=(payload,))
    assert await channel.answer_or_pass_on(agent, tapped) == []
    assert (len(tracker.events), tracker.get_slot("country")) == (events, "GB")


async def test_danger_is_kept_beside_what_was_said_to_the_bot(channel: Channel) -> None:
    agent = Agent(CRY)
    await agent.learn(country="GB", age_band="11-13", risk="high")
    tracker = await agent.tracker_store.retrieve("child")
    assert tracker is not None
    tracker.update(BotUttered("words", metadata=STORED))
    await written(channel, agent)
    kept = await agent.tracker_store.retrieve("child")
    assert kept is not None
    assert kept.get_slot("risk") == "emergency"
    assert kept.get_slot("age_band") == "11-13"
    assert [event.text for event in kept.events if isinstance(event, BotUttered)] == ["words"]


async def test_what_has_no_risk_changes_nothing_of_what_is_kept(channel: Channel) -> None:
    agent = Agent(CALM)
    await agent.learn(country="GB", risk="high")
    tracker = await agent.tracker_store.retrieve("child")
    assert tracker is not None
    events = len(tracker.events)
    assert await written(channel, agent) == ""
    assert (len(tracker.events), tracker.get_slot("risk")) == (events, "high")


async def test_a_cry_that_does_not_get_through_is_met_with_the_number_first() -> None:
    with running(Application(status=500)) as application:
        agent = Agent(CRY)
        await agent.learn(country="GB")
        said = await written(channel_of(application), agent)
    assert "999" in said.splitlines()[0]
    assert project.answer_book().phrase("hand_over_not_sent") in said


async def test_danger_that_only_the_person_was_told_of_stands_though_an_earlier_one_is_over(
    channel: Channel,
) -> None:
    agent = Agent(CRY)
    await agent.tracker_store.save(after("emergency", ["safe_now"]))
    await written(channel, agent)
    channel._rate = RateLimit(0, 60.0, 10)
    said = await written(channel, agent)
    assert project.answer_book().phrase("too_fast") in said
    assert "999" in said.splitlines()[0]


@pytest.mark.parametrize("is_asked_for", [True, False])
async def test_who_the_child_is_is_known_as_long_as_a_person_is_asked_for(
    channel: Channel, is_asked_for: bool
) -> None:
    """The page asks every second or two; what was said to the bot may be hours ago."""
    agent = Agent(CALM)
    agent.tracker_store = ForgettingTrackerStore(DOMAIN, minutes=0.6 / 60)
    await agent.learn(country="GB", risk="emergency")
    if not is_asked_for:
        channel.persons.end("child")
    for _ in range(8):
        await asyncio.sleep(0.1)
        tracker = await agent.tracker_store.retrieve("child")
        channel._recall(agent, "child", tracker)
    assert ("999" in await closing(channel, agent)) is is_asked_for


async def test_danger_is_met_in_the_language_in_which_it_is_told(channel: Channel) -> None:
    """Though nothing was written to the bot before."""
    agent = Agent({**CRY, "language": "uk", "language_is_sure": True})
    await agent.learn(country="UA")
    assert (await written(channel, agent)).startswith(IN_UKRAINIAN)
