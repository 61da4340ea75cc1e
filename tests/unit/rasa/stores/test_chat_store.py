from __future__ import annotations

import pytest
from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from beacon.rasa.stores.chat_store import chats_of
from beacon.rasa.stores.trackers import ForgettingTrackerStore


@pytest.mark.parametrize("is_wrapped", [True, False])
def test_ours_is_found_with_and_without_rasas_wrapper(is_wrapped: bool) -> None:
    store = ForgettingTrackerStore(Domain.empty())
    assert chats_of(FailSafeTrackerStore(store) if is_wrapped else store) is store


async def test_a_store_of_rasas_stays_as_it_is() -> None:
    store = InMemoryTrackerStore(Domain.empty())
    await store.save(DialogueStateTracker("child", slots=[]))
    chats = chats_of(FailSafeTrackerStore(store))
    chats.go_on("child")
    chats.break_off("child")
    await chats.forget("child")
    await chats.finish()
    assert list(await store.keys()) == ["child"]
