"""The channel's own hooks of the server; its routes are tested on the whole bot."""

from __future__ import annotations

import asyncio
import time
import uuid
from types import SimpleNamespace

import pytest
from rasa.core.channels.channel import register
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from sanic import Sanic

from beacon.cluster.conversations import StoredConversations
from beacon.cluster.database import Database
from beacon.project import ROOT
from beacon.rasa.channels.web import WebInput
from beacon.rasa.stores.shared_trackers import SharedTrackerStore


@pytest.fixture
def app() -> Sanic:
    made = Sanic(f"web-{uuid.uuid4().hex}")
    register([WebInput()], made, "/webhooks/")
    return made


async def test_a_server_that_stops_stores_what_waits_for_the_database(
    app: Sanic, database: Database
) -> None:
    stored, chat = StoredConversations(database), uuid.uuid4().hex
    store = SharedTrackerStore(Domain.load(str(ROOT / "domain.yml")), stored=stored)
    app.ctx.agent = SimpleNamespace(tracker_store=FailSafeTrackerStore(store))
    database.absence.until = time.monotonic() + 60
    tracker = await store.get_or_create_tracker(chat)
    tracker.update(UserUttered("late", intent={"name": "greet"}))
    await store.save(tracker)
    database.absence.until = 0.0
    await app._startup()
    await app._server_event("shutdown", "before", loop=asyncio.get_running_loop())
    found = await stored.load(chat)
    assert found is not None
    assert [event["text"] for event in found.events if event["event"] == "user"] == ["late"]
