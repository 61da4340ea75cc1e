from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Restarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from beacon.project import ROOT
from beacon.rasa.stores.chat_store import chats_of
from beacon.rasa.stores.trackers import MINUTES, ForgettingTrackerStore

Passes = Callable[[float], Awaitable[None]]

# Shares of the time after which a quiet conversation is forgotten.
MORE, LESS, TENTH = 1.01, 0.6, 0.1


def new_store(conversations: int = 100) -> ForgettingTrackerStore:
    return ForgettingTrackerStore(Domain.empty(), conversations=conversations)


@pytest.fixture
def event_loop_policy() -> asyncio.AbstractEventLoopPolicy:
    """Python's own loop, whose clock can be moved: Rasa's servers bring uvloop, once imported."""
    return asyncio.DefaultEventLoopPolicy()


@pytest.fixture
def passes(monkeypatch: pytest.MonkeyPatch) -> Passes:
    """Lets a share of that time pass by the clock of the loop, and what is due then happen."""
    ahead = 0.0

    async def pass_by(share: float) -> None:
        nonlocal ahead
        ahead += share * MINUTES * 60
        loop = asyncio.get_running_loop()
        monkeypatch.setattr(loop, "time", lambda: time.monotonic() + ahead)
        for _ in range(2):
            await asyncio.sleep(0)

    return pass_by


def tracker_of(sender: str) -> DialogueStateTracker:
    return DialogueStateTracker(sender, slots=[])


async def save(store: ForgettingTrackerStore, *senders: str) -> None:
    for sender in senders:
        await store.save(tracker_of(sender))


def test_the_store_alone_ends_a_chat_not_rasa_by_the_clock_of_the_bot() -> None:
    domain = Domain.load(str(ROOT / "domain.yml"))
    assert not domain.session_config.are_sessions_enabled()


async def test_what_was_saved_is_found() -> None:
    store, tracker = new_store(), tracker_of("child")
    await store.save(tracker)
    assert await store.retrieve("child") is tracker


async def test_the_events_keep_their_order() -> None:
    store, tracker = new_store(), tracker_of("child")
    for text in ("one", "two", "three"):
        tracker.update(UserUttered(text))
        await store.save(tracker)
    kept = await store.retrieve("child")
    assert kept is not None
    assert [event.text for event in kept.events] == ["one", "two", "three"]


async def test_of_a_raw_text_only_what_the_door_let_pass_is_kept() -> None:
    store, tracker = new_store(), tracker_of("child")
    tracker.update(UserUttered("i am anna", parse_data={"text": "i am [name]"}))
    await store.save(tracker)
    assert [event.text for event in tracker.events] == ["i am [name]"]


async def test_start_again_drops_the_words_before() -> None:
    store, tracker = new_store(), tracker_of("child")
    for event in (UserUttered("secret"), Restarted(), UserUttered("hello")):
        tracker.update(event)
    await store.save(tracker)
    kept = await store.retrieve("child")
    assert kept is not None
    assert [event.text for event in kept.events if isinstance(event, UserUttered)] == ["hello"]


async def test_a_conversation_can_be_dropped_at_once_also_behind_rasas_wrapper() -> None:
    store = new_store()
    await save(store, "child", "other")
    await chats_of(FailSafeTrackerStore(store)).forget("child")
    assert list(await store.keys()) == ["other"]


async def test_a_conversation_that_goes_on_past_the_bot_is_kept_also_behind_rasas_wrapper(
    passes: Passes,
) -> None:
    store = new_store()
    await save(store, "child", "other")
    for _ in range(12):
        await passes(TENTH)
        chats_of(FailSafeTrackerStore(store)).go_on("child")
    chats_of(store).go_on("nobody")
    assert list(await store.keys()) == ["child"]


async def test_an_unknown_conversation_is_not_found() -> None:
    assert await new_store().retrieve("nobody") is None


async def test_a_conversation_is_forgotten_after_its_time_without_being_asked_for(
    passes: Passes,
) -> None:
    store = new_store()
    await save(store, "child")
    await passes(MORE)
    assert list(await store.keys()) == []


async def test_a_new_message_begins_the_time_anew(passes: Passes) -> None:
    store = new_store()
    await save(store, "child")
    await passes(LESS)
    await save(store, "child")
    await passes(LESS)
    assert await store.retrieve("child") is not None


async def test_one_conversation_ends_and_another_goes_on(passes: Passes) -> None:
    store = new_store()
    await save(store, "quiet")
    await passes(LESS)
    await save(store, "talking")
    await passes(LESS)
    assert list(await store.keys()) == ["talking"]


async def test_there_are_never_more_than_the_bound() -> None:
    store = new_store(conversations=3)
    await save(store, *(f"child-{number}" for number in range(10)))
    assert len(list(await store.keys())) == 3


async def test_the_longest_quiet_one_goes_first() -> None:
    store = new_store(conversations=2)
    await save(store, "first", "second", "first", "third")
    assert list(await store.keys()) == ["first", "third"]


async def test_a_conversation_can_be_forgotten_at_once() -> None:
    store = new_store()
    await save(store, "child")
    await store.forget("child")
    assert await store.retrieve("child") is None


@pytest.mark.parametrize("sender", ["nobody", ""])
async def test_forgetting_an_unknown_conversation_is_no_error(sender: str) -> None:
    await new_store().forget(sender)
