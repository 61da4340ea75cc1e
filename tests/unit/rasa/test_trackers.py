from __future__ import annotations

import asyncio

import pytest
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Restarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from beacon.project import ROOT
from beacon.rasa.trackers import ForgettingTrackerStore, forget, go_on

SOON = 0.06
LATER = 10.0


def store_for(seconds: float, conversations: int = 100) -> ForgettingTrackerStore:
    return ForgettingTrackerStore(Domain.empty(), minutes=seconds / 60, conversations=conversations)


def tracker_of(sender: str) -> DialogueStateTracker:
    return DialogueStateTracker(sender, slots=[])


async def save(store: ForgettingTrackerStore, *senders: str) -> None:
    for sender in senders:
        await store.save(tracker_of(sender))


def test_the_store_alone_ends_a_chat_not_rasa_by_the_clock_of_the_bot() -> None:
    domain = Domain.load(str(ROOT / "domain.yml"))
    assert not domain.session_config.are_sessions_enabled()


async def test_what_was_saved_is_found() -> None:
    store, tracker = store_for(LATER), tracker_of("child")
    await store.save(tracker)
    assert await store.retrieve("child") is tracker


async def test_the_events_keep_their_order() -> None:
    store, tracker = store_for(LATER), tracker_of("child")
    for text in ("one", "two", "three"):
        tracker.update(UserUttered(text))
        await store.save(tracker)
    kept = await store.retrieve("child")
    assert kept is not None
    assert [event.text for event in kept.events] == ["one", "two", "three"]


async def test_of_a_raw_text_only_what_the_door_let_pass_is_kept() -> None:
    store, tracker = store_for(LATER), tracker_of("child")
    tracker.update(UserUttered("i am anna", parse_data={"text": "i am [name]"}))
    await store.save(tracker)
    assert [event.text for event in tracker.events] == ["i am [name]"]


async def test_start_again_drops_the_words_before() -> None:
    store, tracker = store_for(LATER), tracker_of("child")
    for event in (UserUttered("secret"), Restarted(), UserUttered("hello")):
        tracker.update(event)
    await store.save(tracker)
    kept = await store.retrieve("child")
    assert kept is not None
    assert [event.text for event in kept.events if isinstance(event, UserUttered)] == ["hello"]


async def test_a_conversation_can_be_dropped_at_once_also_behind_rasas_wrapper() -> None:
    store = store_for(LATER)
    await save(store, "child", "other")
    await forget(FailSafeTrackerStore(store), "child")
    assert list(await store.keys()) == ["other"]


async def test_a_conversation_that_goes_on_past_the_bot_is_kept_also_behind_rasas_wrapper() -> None:
    store = store_for(SOON * 10)
    await save(store, "child", "other")
    for _ in range(12):
        await asyncio.sleep(SOON)
        go_on(FailSafeTrackerStore(store), "child")
    go_on(store, "nobody")
    assert list(await store.keys()) == ["child"]


async def test_an_unknown_conversation_is_not_found() -> None:
    assert await store_for(LATER).retrieve("nobody") is None


async def test_a_conversation_is_forgotten_after_its_time_without_being_asked_for() -> None:
    store = store_for(SOON)
    await save(store, "child")
    await asyncio.sleep(2 * SOON)
    assert list(await store.keys()) == []


async def test_a_new_message_begins_the_time_anew() -> None:
    store = store_for(2 * SOON)
    await save(store, "child")
    await asyncio.sleep(1.2 * SOON)
    await save(store, "child")
    await asyncio.sleep(1.2 * SOON)
    assert await store.retrieve("child") is not None


async def test_one_conversation_ends_and_another_goes_on() -> None:
    store = store_for(2 * SOON)
    await save(store, "quiet")
    await asyncio.sleep(1.2 * SOON)
    await save(store, "talking")
    await asyncio.sleep(1.2 * SOON)
    assert list(await store.keys()) == ["talking"]


async def test_there_are_never_more_than_the_bound() -> None:
    store = store_for(LATER, conversations=3)
    await save(store, *(f"child-{number}" for number in range(10)))
    assert len(list(await store.keys())) == 3


async def test_the_longest_quiet_one_goes_first() -> None:
    store = store_for(LATER, conversations=2)
    await save(store, "first", "second", "first", "third")
    assert list(await store.keys()) == ["first", "third"]


async def test_a_conversation_can_be_forgotten_at_once() -> None:
    store = store_for(LATER)
    await save(store, "child")
    await store.forget("child")
    assert await store.retrieve("child") is None


@pytest.mark.parametrize("sender", ["nobody", ""])
async def test_forgetting_an_unknown_conversation_is_no_error(sender: str) -> None:
    await store_for(LATER).forget(sender)
