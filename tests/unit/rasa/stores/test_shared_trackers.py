"""Two servers over one real PostgreSQL."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from beacon import metrics
from beacon.cluster.conversations import MOST_TURNS, StoredConversations
from beacon.cluster.database import Database, StoodStillError
from beacon.cluster.turns import Turns
from beacon.project import ROOT
from beacon.rasa.stores import shared_trackers
from beacon.rasa.stores.chat_store import chats_of
from beacon.rasa.stores.shared_trackers import SharedTrackerStore


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load(str(ROOT / "domain.yml"))


@pytest.fixture
def here(domain: Domain, database: Database) -> SharedTrackerStore:
    return SharedTrackerStore(domain, stored=StoredConversations(database))


@pytest.fixture
def there(domain: Domain, other: Database) -> SharedTrackerStore:
    return SharedTrackerStore(domain, stored=StoredConversations(other))


@pytest.fixture
def chat() -> str:
    return uuid.uuid4().hex


async def turn(
    store: SharedTrackerStore, chat: str, text: str, key: str | None = None, **slots: str
) -> None:
    """One message and its answer, as Rasa keeps them."""
    tracker = await store.get_or_create_tracker(chat)
    parsed = {
        "text": text,
        "intent": {"name": "greet"},
        "intent_ranking": [{"name": "greet"}],
        "text_tokens": [(0, len(text))],
    }
    about = {"key": key} if key else None
    intent = {"name": "greet"}
    tracker.update(UserUttered(text, intent=intent, parse_data=parsed, metadata=about))
    for slot, value in slots.items():
        tracker.update(SlotSet(slot, value))
    tracker.update(ActionExecuted("utter_greet"))
    tracker.update(BotUttered("Hello.", metadata={"answer": "greet"}))
    tracker.update(ActionExecuted("action_listen"))
    await store.save(tracker)


async def kept(store: SharedTrackerStore, chat: str) -> DialogueStateTracker:
    """The chat, which the server must know."""
    tracker = await store.retrieve(chat)
    assert tracker is not None
    return tracker


async def begun(store: SharedTrackerStore, chat: str, text: str, key: str) -> DialogueStateTracker:
    """The chat with a message that is not answered yet."""
    tracker = await kept(store, chat)
    tracker.update(UserUttered(text, intent={"name": "greet"}, metadata={"key": key}))
    return tracker


async def texts(store: SharedTrackerStore, chat: str) -> list[str]:
    events = (await kept(store, chat)).events
    return [str(event.text) for event in events if isinstance(event, UserUttered)]


async def slot(store: SharedTrackerStore, chat: str, name: str) -> Any:
    return (await kept(store, chat)).get_slot(name)


async def start_again(store: SharedTrackerStore, chat: str) -> None:
    tracker = await kept(store, chat)
    tracker.update(Restarted())
    await store.save(tracker)


def take_away(database: Database) -> None:
    database.absence.until = time.monotonic() + 60


def bring_back(database: Database) -> None:
    database.absence.until = 0.0


async def all_are_old(database: Database) -> None:
    """As if nobody had written for an hour."""
    async with database.connection() as connection:
        await connection.execute("UPDATE conversation SET last_use = now() - interval '1 hour'")


async def turns(database: Database) -> int:
    """How many the database holds, of all chats."""
    async with database.connection() as connection:
        return int(await connection.fetchval("SELECT count(*) FROM turn"))


@asynccontextmanager
async def keeping(store: SharedTrackerStore) -> AsyncIterator[None]:
    """Ends the store's own task behind it."""
    try:
        yield
    finally:
        assert store._keeping is not None
        store._keeping.cancel()
        await asyncio.wait([store._keeping])


class SlowlyStored(StoredConversations):
    """Says only later that it has written, or writes only later."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.written, self.goes_on = asyncio.Event(), asyncio.Event()
        self.asked, self.writes = asyncio.Event(), asyncio.Event()
        self.writes.set()

    async def append(self, *turn: Any) -> int | None:
        self.asked.set()
        await self.writes.wait()
        version = await super().append(*turn)
        self.written.set()
        await self.goes_on.wait()
        return version


async def parted(
    here: SharedTrackerStore, there: SharedTrackerStore, database: Database, chat: str
) -> None:
    """After a first message the database was away from `here`, and each server heard one alone."""
    await turn(here, chat, "before")
    take_away(database)
    await turn(here, chat, "here", risk="emergency")
    await turn(there, chat, "there")
    bring_back(database)


async def test_a_chat_goes_on_where_another_server_left_it(
    here: SharedTrackerStore, there: SharedTrackerStore, chat: str
) -> None:
    await turn(here, chat, "one", risk="high", country="PT")
    await turn(there, chat, "two")
    await turn(here, chat, "three", age_band="8-10")
    assert await texts(there, chat) == ["one", "two", "three"]
    tracker = await kept(there, chat)
    slots = {name: tracker.get_slot(name) for name in ("risk", "country", "age_band")}
    assert slots == {"risk": "high", "country": "PT", "age_band": "8-10"}
    assert tracker.latest_action_name == "action_listen"


async def test_a_chat_at_hand_is_not_read_again(here: SharedTrackerStore, chat: str) -> None:
    await turn(here, chat, "one")
    assert await here.retrieve(chat) is await here.retrieve(chat)


async def test_a_long_chat_keeps_its_slots_on_another_server(
    here: SharedTrackerStore, there: SharedTrackerStore, chat: str
) -> None:
    await turn(here, chat, "first", risk="emergency")
    for number in range(MOST_TURNS + 3):
        await turn(here, chat, str(number))
    assert await slot(there, chat, "risk") == "emergency"
    assert len(await texts(there, chat)) == MOST_TURNS


async def test_what_is_written_down_is_little_and_redacted(
    here: SharedTrackerStore, database: Database, chat: str
) -> None:
    await turn(here, chat, "call me on +44 20 7946 0958, im Anna Miller")
    stored = await StoredConversations(database).load(chat)
    assert stored is not None
    written = repr(stored)
    assert "[phone]" in written
    unwanted = (" 7946", "intent_ranking", "text_tokens", "model_id")
    assert not [left for left in unwanted if left in written]


async def test_a_buttons_payload_stays_what_it_is(
    here: SharedTrackerStore, there: SharedTrackerStore, chat: str
) -> None:
    await turn(here, chat, '/inform_age{"age_band": "8-10"}')
    assert await texts(there, chat) == ['/inform_age{"age_band": "8-10"}']


async def test_start_again_reaches_the_other_servers(
    here: SharedTrackerStore, there: SharedTrackerStore, chat: str
) -> None:
    await turn(here, chat, "secret", risk="high")
    await turn(there, chat, "more")
    await start_again(there, chat)
    await turn(there, chat, "hello")
    assert await texts(here, chat) == ["hello"]
    assert await slot(here, chat, "risk") == "none"


async def test_an_ended_chat_is_gone_on_every_server(
    here: SharedTrackerStore, there: SharedTrackerStore, chat: str
) -> None:
    await turn(here, chat, "one")
    await texts(there, chat)
    await chats_of(FailSafeTrackerStore(here)).forget(chat)
    assert await here.retrieve(chat) is None
    assert await there.retrieve(chat) is None


async def test_while_the_database_is_away_a_chat_goes_on(
    here: SharedTrackerStore, there: SharedTrackerStore, database: Database, chat: str
) -> None:
    await turn(here, chat, "before")
    take_away(database)
    await turn(here, chat, "during", risk="high")
    assert await texts(here, chat) == ["before", "during"]
    assert await texts(there, chat) == ["before"]
    bring_back(database)
    await turn(here, chat, "after")
    assert await texts(there, chat) == ["before", "during", "after"]
    assert await slot(there, chat, "risk") == "high"


async def test_a_chat_that_begins_meanwhile_is_kept_too(
    here: SharedTrackerStore, there: SharedTrackerStore, database: Database, chat: str
) -> None:
    take_away(database)
    await turn(here, chat, "one")
    await turn(here, chat, "two")
    bring_back(database)
    await turn(here, chat, "three")
    assert await texts(there, chat) == ["one", "two", "three"]


async def test_what_could_not_be_stored_is_put_on_top_of_what_came_elsewhere(
    here: SharedTrackerStore, there: SharedTrackerStore, database: Database, chat: str
) -> None:
    await parted(here, there, database, chat)
    await turn(here, chat, "after")
    assert await texts(there, chat) == ["before", "there", "here", "after"]
    assert await slot(there, chat, "risk") == "emergency"


async def test_a_message_that_another_server_answered_too_is_not_stored_late(
    here: SharedTrackerStore, there: SharedTrackerStore, database: Database, chat: str
) -> None:
    await turn(here, chat, "before", key="1")
    take_away(database)
    await turn(here, chat, "sent twice", key="2")
    await turn(here, chat, "sent once", key="3")
    await turn(there, chat, "sent twice", key="2")
    bring_back(database)
    await here.store_late()
    for server in (here, there):
        assert await texts(server, chat) == ["before", "sent twice", "sent once"]


@pytest.mark.parametrize(("key", "stands"), [("2", ["2"]), ("3", ["3", "2"])])
async def test_a_server_that_slept_in_the_middle_of_a_turn_stores_it_on_top(
    here: SharedTrackerStore, there: SharedTrackerStore, chat: str, key: str, stands: list[str]
) -> None:
    await turn(here, chat, "1", key="1")
    sleeper = await begun(here, chat, "2", key="2")
    await turn(there, chat, key, key=key, risk="high")
    sleeper.update(BotUttered("Hello.", metadata={"answer": "greet"}))
    await here.save(sleeper)
    for server in (here, there):
        assert await texts(server, chat) == ["1", *stands]
        assert await slot(server, chat, "risk") == "high"


async def test_a_turn_that_was_read_in_its_middle_is_stored_on_top_too(
    here: SharedTrackerStore, there: SharedTrackerStore, chat: str
) -> None:
    """The page asks for news without the lock of the chat, and another server had it meanwhile."""
    await turn(here, chat, "one", key="1")
    under_way = await begun(here, chat, "two", key="2")
    under_way.update(SlotSet("country", "PT"))
    for number in ("3", "4"):
        await turn(there, chat, number, key=number, risk="high")
        assert "two" not in await texts(here, chat)
    under_way.update(BotUttered("Hello.", metadata={"answer": "greet"}))
    await here.save(under_way)
    for server in (here, there):
        assert await texts(server, chat) == ["one", "3", "4", "two"]
        assert await slot(server, chat, "risk") == "high"
        assert await slot(server, chat, "country") == "PT"


async def test_a_turn_that_was_read_in_its_middle_and_broke_off_leaves_nothing(
    here: SharedTrackerStore, there: SharedTrackerStore, chat: str
) -> None:
    await turn(here, chat, "one", key="1")
    await begun(here, chat, "two", key="2")
    await turn(there, chat, "three", key="3")
    await kept(here, chat)
    chats_of(FailSafeTrackerStore(here)).break_off(chat)
    await turn(here, chat, "two", key="2")
    for server in (here, there):
        assert await texts(server, chat) == ["one", "three", "two"]


async def test_a_tracker_that_rasa_makes_itself_deletes_nothing(
    here: SharedTrackerStore, there: SharedTrackerStore, database: Database, chat: str
) -> None:
    """The database was away as the turn began, and somebody read the chat as it was back."""
    await turn(there, chat, "before", risk="high")
    take_away(database)
    tracker = await here.get_or_create_tracker(chat)
    bring_back(database)
    await kept(here, chat)
    tracker.update(UserUttered("during", intent={"name": "greet"}))
    await here.save(tracker)
    for server in (here, there):
        assert await texts(server, chat) == ["before", "during"]
        assert await slot(server, chat, "risk") == "high"


async def test_a_message_whose_turn_broke_off_stands_once_when_it_comes_again(
    here: SharedTrackerStore, there: SharedTrackerStore, chat: str
) -> None:
    await turn(here, chat, "before", key="1", country="PT")
    tracker = await begun(here, chat, "broken off", key="2")
    tracker.update(SlotSet("risk", "emergency"))
    tracker.update(ActionExecuted("utter_greet"))
    chats_of(FailSafeTrackerStore(here)).break_off(chat)
    taken_back = await kept(here, chat)
    assert taken_back.latest_action_name == "action_listen"
    await turn(here, chat, "broken off", key="2")
    for server in (here, there):
        assert await texts(server, chat) == ["before", "broken off"]
        assert await slot(server, chat, "country") == "PT"
        assert await slot(server, chat, "risk") == "emergency"


@pytest.mark.parametrize("who", ["the same server", "another server"])
async def test_a_chat_whose_first_turn_broke_off_begins_anew(
    here: SharedTrackerStore, there: SharedTrackerStore, chat: str, who: str
) -> None:
    """Rasa begins no session where there are events; where nobody listened no rule applies."""
    tracker = await here.get_or_create_tracker(chat, append_action_listen=False)
    tracker.update(UserUttered("hello", intent={"name": "greet"}, metadata={"key": "1"}))
    here.break_off(chat)
    server = here if who == "the same server" else there
    again = await server.get_or_create_tracker(chat, append_action_listen=False)
    assert not again.applied_events()


async def test_a_chat_of_which_only_slots_are_kept_begins_anew(
    here: SharedTrackerStore, database: Database, chat: str
) -> None:
    await StoredConversations(database).append(chat, {"risk": "none"}, [])
    assert not (await kept(here, chat)).applied_events()


async def test_what_came_while_the_database_was_away_is_stored_when_it_is_back(
    here: SharedTrackerStore, there: SharedTrackerStore, database: Database, chat: str
) -> None:
    await turn(here, chat, "before")
    take_away(database)
    await turn(here, chat, "during", risk="high")
    await here.store_late()
    assert await texts(there, chat) == ["before"]
    bring_back(database)
    await here.store_late()
    await here.store_late()
    assert await texts(there, chat) == ["before", "during"]
    await turn(here, chat, "after")
    assert await texts(there, chat) == ["before", "during", "after"]


async def test_what_is_stored_late_lies_on_top_of_what_came_elsewhere(
    here: SharedTrackerStore, there: SharedTrackerStore, database: Database, chat: str
) -> None:
    await parted(here, there, database, chat)
    await here.store_late()
    await turn(there, chat, "after")
    assert await texts(here, chat) == ["before", "there", "here", "after"]
    assert await slot(here, chat, "risk") == "emergency"


async def test_a_new_chat_is_stored_late_too(
    here: SharedTrackerStore, there: SharedTrackerStore, database: Database, chat: str
) -> None:
    take_away(database)
    await turn(here, chat, "one")
    bring_back(database)
    await here.store_late()
    assert await texts(there, chat) == ["one"]


async def test_a_chat_that_went_on_while_the_database_was_away_for_an_hour_goes_on(
    here: SharedTrackerStore, there: SharedTrackerStore, database: Database, chat: str
) -> None:
    await turn(here, chat, "before")
    take_away(database)
    await turn(here, chat, "during", risk="high")
    bring_back(database)
    await all_are_old(database)
    await StoredConversations(database).purge()
    await here.store_late()
    assert await texts(there, chat) == ["before", "during"]
    await turn(there, chat, "after")
    assert await texts(here, chat) == ["before", "during", "after"]
    assert await slot(here, chat, "risk") == "high"


async def test_a_chat_that_was_silent_meanwhile_is_over(
    here: SharedTrackerStore, database: Database, chat: str
) -> None:
    await turn(here, chat, "before")
    await all_are_old(database)
    assert await here.retrieve(chat) is None


async def test_what_was_left_meanwhile_is_not_stored_late(
    here: SharedTrackerStore, there: SharedTrackerStore, database: Database, chat: str
) -> None:
    await turn(here, chat, "before")
    take_away(database)
    await turn(here, chat, "secret")
    await there.forget(chat)
    bring_back(database)
    await here.store_late()
    assert await StoredConversations(database).load(chat) is None
    assert await here.retrieve(chat) is None


async def test_start_again_while_the_database_is_away_is_stored_late_too(
    here: SharedTrackerStore, database: Database, chat: str
) -> None:
    await turn(here, chat, "secret")
    take_away(database)
    await start_again(here, chat)
    bring_back(database)
    await here.store_late()
    assert "secret" not in repr(await StoredConversations(database).load(chat))


async def test_a_turn_under_way_on_another_server_is_not_waited_for(
    here: SharedTrackerStore,
    there: SharedTrackerStore,
    database: Database,
    other: Database,
    chat: str,
) -> None:
    """It may be one that hangs, and the other chats have nothing to do with it."""
    take_away(database)
    for each in ("a", "b"):
        await turn(here, f"{chat}{each}", "late")
    bring_back(database)
    async with StoredConversations(other).locked(f"{chat}a"):
        await here.store_late()
        assert await there.retrieve(f"{chat}a") is None
        assert await texts(there, f"{chat}b") == ["late"]
    await here.store_late()
    assert await texts(there, f"{chat}a") == ["late"]


async def test_a_turn_under_way_is_not_stored_before_its_end(
    domain: Domain, database: Database, chat: str
) -> None:
    """Also one that began while the database was away, and holds the lock of this server only."""
    turns, stored = Turns(), StoredConversations(database)
    store = SharedTrackerStore(domain, stored=stored, turns=turns)
    take_away(database)
    await turn(store, chat, "one")
    bring_back(database)
    async with turns.of(chat):
        storing = asyncio.create_task(store.store_late())
        await asyncio.sleep(0.1)
        assert not storing.done()
    await storing
    assert await texts(store, chat) == ["one"]


async def test_what_comes_while_a_turn_is_being_stored_is_stored_after_it(
    domain: Domain, database: Database, there: SharedTrackerStore, chat: str
) -> None:
    stored = SlowlyStored(database)
    store = SharedTrackerStore(domain, stored=stored)
    take_away(database)
    await turn(store, chat, "one")
    tracker = await kept(store, chat)
    bring_back(database)
    storing = asyncio.create_task(store.store_late())
    await stored.written.wait()
    tracker.update(UserUttered("two", intent={"name": "greet"}))
    stored.goes_on.set()
    await storing
    await store.save(tracker)
    assert await texts(there, chat) == ["one", "two"]


@pytest.mark.parametrize("is_written", [False, True])
async def test_a_turn_whose_storing_was_broken_off_is_stored_late(
    domain: Domain, database: Database, there: SharedTrackerStore, chat: str, is_written: bool
) -> None:
    stored = SlowlyStored(database)
    store = SharedTrackerStore(domain, stored=stored)
    stored.goes_on.set()
    await turn(store, chat, "one")
    stored.asked.clear()
    stored.written.clear()
    (stored.goes_on if is_written else stored.writes).clear()
    saving = asyncio.create_task(turn(store, chat, "two", "its key"))
    await (stored.written if is_written else stored.asked).wait()
    saving.cancel()
    await asyncio.wait([saving])
    chats_of(store).break_off(chat)
    stored.writes.set()
    stored.goes_on.set()
    assert await texts(store, chat) == ["one", "two"]
    await store.store_late()
    assert await texts(there, chat) == ["one", "two"]


async def test_of_very_many_chats_the_oldest_leave_memory_but_not_the_database(
    domain: Domain, database: Database, chat: str
) -> None:
    store = SharedTrackerStore(domain, conversations=2, stored=StoredConversations(database))
    for each in (chat, chat + "b", chat + "c"):
        await turn(store, each, "hello")
    assert list(await store.keys()) == [chat + "b", chat + "c"]
    assert await texts(store, chat) == ["hello"]


async def test_chats_that_wait_for_the_database_stay_while_others_can_leave(
    domain: Domain, database: Database, chat: str, caplog: pytest.LogCaptureFixture
) -> None:
    store = SharedTrackerStore(domain, conversations=3, stored=StoredConversations(database))
    given_up = metrics.REGISTRY.get_sample_value("beacon_chats_given_up_total") or 0.0
    await turn(store, f"{chat} stored", "hello")
    take_away(database)
    await turn(store, f"{chat}a", "hello")
    bring_back(database)
    for each in ("b", "c", "d"):
        await turn(store, f"{chat} stored {each}", "hello")
    assert list(await store.keys()) == [f"{chat}a", f"{chat} stored c", f"{chat} stored d"]
    take_away(database)
    for each in "bcde":
        await turn(store, f"{chat}{each}", "hello")
    assert list(await store.keys()) == [f"{chat}{each}" for each in "cde"]
    assert metrics.REGISTRY.get_sample_value("beacon_chats_given_up_total") == given_up + 2
    assert caplog.text.count("given up") == 1
    bring_back(database)
    await store.store_late()
    assert await texts(store, f"{chat}c") == ["hello"]


async def test_a_turn_whose_chat_has_left_memory_meanwhile_is_stored_once(
    domain: Domain, database: Database, there: SharedTrackerStore, chat: str
) -> None:
    store = SharedTrackerStore(domain, conversations=1, stored=StoredConversations(database))
    for number in range(MOST_TURNS + 3):
        await turn(store, chat, str(number))
    tracker = await kept(store, chat)
    await turn(store, f"{chat}b", "hello")
    tracker.update(UserUttered("last", intent={"name": "greet"}))
    await store.save(tracker)
    expected = [str(number) for number in range(4, MOST_TURNS + 3)]
    assert await texts(there, chat) == [*expected, "last"]


async def test_a_chat_that_comes_while_the_database_is_away_finds_its_past_again(
    here: SharedTrackerStore, there: SharedTrackerStore, database: Database, chat: str
) -> None:
    await turn(there, chat, "before", country="PT", risk="high")
    take_away(database)
    tracker = await here.get_or_create_tracker(chat)
    tracker.update(SessionStarted())
    tracker.update(UserUttered("during", intent={"name": "greet"}))
    bring_back(database)
    await here.save(tracker)
    for server in (here, there):
        assert await texts(server, chat) == ["before", "during"]
        found = await kept(server, chat)
        assert (found.get_slot("country"), found.get_slot("risk")) == ("PT", "high")


async def test_start_again_while_the_database_is_away_leaves_no_words_in_it(
    here: SharedTrackerStore, database: Database, chat: str
) -> None:
    await turn(here, chat, "secret")
    take_away(database)
    await start_again(here, chat)
    bring_back(database)
    await turn(here, chat, "hello")
    assert "secret" not in repr(await StoredConversations(database).load(chat))
    assert await texts(here, chat) == ["hello"]


async def test_a_turn_whose_storing_was_not_heard_of_is_not_doubled(
    here: SharedTrackerStore, chat: str
) -> None:
    await turn(here, chat, "one")
    known = here._known[chat]
    stored, version = known.stored, known.version
    await turn(here, chat, "two")
    known.stored, known.version = stored, version
    await turn(here, chat, "three")
    assert await texts(here, chat) == ["one", "two", "three"]


async def test_a_chat_begun_meanwhile_drops_nothing_of_what_another_server_has_stored(
    domain: Domain, there: SharedTrackerStore, database: Database, chat: str
) -> None:
    """This server stands still as it stores the first turn, and then tries once more."""

    class Standing(StoredConversations):
        stood = False

        async def append(self, conversation: str, *given: Any) -> int | None:
            if not self.stood:
                self.stood = True
                await turn(there, chat, "elsewhere", key="2")
                raise StoodStillError
            return await super().append(conversation, *given)

    here = SharedTrackerStore(domain, stored=Standing(database))
    take_away(database)
    tracker = await here.get_or_create_tracker(chat)
    tracker.update(UserUttered("here", intent={"name": "greet"}, metadata={"key": "1"}))
    bring_back(database)
    await here.save(tracker)
    assert sorted(await texts(there, chat)) == ["elsewhere", "here"]


async def test_a_message_on_its_way_does_not_open_an_ended_chat(
    here: SharedTrackerStore, there: SharedTrackerStore, chat: str
) -> None:
    await turn(here, chat, "one")
    tracker = await kept(here, chat)
    await there.forget(chat)
    tracker.update(UserUttered("on its way", intent={"name": "greet"}))
    await here.save(tracker)
    assert list(await here.keys()) == []
    assert await here.retrieve(chat) is None


async def test_a_chat_that_ended_while_the_database_was_away_ends_when_it_is_back(
    here: SharedTrackerStore, there: SharedTrackerStore, database: Database, chat: str
) -> None:
    await turn(here, chat, "secret")
    take_away(database)
    tracker = await kept(here, chat)
    await here.forget(chat)
    await here.save(tracker)
    bring_back(database)
    assert await here.retrieve(chat) is None
    await here.end_late()
    assert await there.retrieve(chat) is None
    state = await StoredConversations(database).state(chat)
    assert state is not None
    assert state.ended


async def test_a_chat_may_be_ended_once_more_while_it_is_ended_late(
    here: SharedTrackerStore, database: Database, chat: str
) -> None:
    """An error would end the task that stores and purges, for good."""
    await turn(here, chat, "secret")
    take_away(database)
    await here.forget(chat)
    bring_back(database)
    await asyncio.gather(here.forget(chat), here.end_late())
    assert await here.retrieve(chat) is None


@pytest.mark.parametrize("refused", [float("nan"), {"a set"}], ids=["by the database", "by Python"])
async def test_a_chat_that_cannot_be_stored_keeps_no_other_waiting(
    here: SharedTrackerStore,
    there: SharedTrackerStore,
    database: Database,
    chat: str,
    refused: object,
) -> None:
    take_away(database)
    tracker = await here.get_or_create_tracker(f"{chat}b")
    tracker.update(BotUttered("Hello.", metadata={"words": refused}))
    await here.save(tracker)
    await turn(here, chat, "one")
    bring_back(database)
    await here.store_late()
    assert await texts(there, chat) == ["one"]


async def test_what_a_server_that_died_has_left_is_dropped_by_one_that_has_just_begun(
    here: SharedTrackerStore,
    domain: Domain,
    database: Database,
    chat: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await turn(here, chat, "secret")
    await all_are_old(database)
    monkeypatch.setattr(shared_trackers, "LATE_SECONDS", 0.01)
    store = SharedTrackerStore(domain, stored=StoredConversations(database))
    async with keeping(store), asyncio.timeout(60):
        while await turns(database):
            await asyncio.sleep(0.01)


class Failing(StoredConversations):
    """Fails in a way that nobody knows, as often as `failures` says."""

    failures = 1

    async def purge(self) -> int:
        await self._fail()
        return await super().purge()

    async def end(self, conversation: str) -> None:
        await self._fail()
        await super().end(conversation)

    async def _fail(self) -> None:
        self.failures -= 1
        if self.failures >= 0:
            raise ZeroDivisionError("a child's secret")


async def test_whatever_fails_storing_and_purging_go_on(
    here: SharedTrackerStore,
    domain: Domain,
    database: Database,
    chat: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await turn(here, chat, "secret")
    await all_are_old(database)
    monkeypatch.setattr(shared_trackers, "LATE_SECONDS", 0.01)
    monkeypatch.setattr(shared_trackers, "PURGE_SECONDS", 0.01)
    stored = Failing(database)
    stored.failures = 3
    store = SharedTrackerStore(domain, stored=stored)
    store._unended["left"] = None
    async with keeping(store), asyncio.timeout(60):
        while await turns(database) or store._unended:
            await asyncio.sleep(0.01)
    assert "ZeroDivisionError" in caplog.text
    assert "secret" not in caplog.text


async def test_a_task_that_has_ended_begins_again_with_the_next_message(
    here: SharedTrackerStore, chat: str
) -> None:
    for _ in range(2):
        async with keeping(here):
            await turn(here, chat, "hello")
            assert here._keeping is not None
            assert not here._keeping.done()


async def test_a_server_that_stops_stores_what_is_late_and_ends_what_was_left(
    here: SharedTrackerStore, there: SharedTrackerStore, database: Database, chat: str
) -> None:
    for each in ("a", "b"):
        await turn(here, f"{chat}{each}", "before")
    take_away(database)
    await turn(here, f"{chat}a", "late", risk="high")
    await here.forget(f"{chat}b")
    stopping = asyncio.create_task(chats_of(FailSafeTrackerStore(here)).finish())
    await asyncio.sleep(0)
    bring_back(database)
    await stopping
    assert await texts(there, f"{chat}a") == ["before", "late"]
    assert await slot(there, f"{chat}a", "risk") == "high"
    assert await there.retrieve(f"{chat}b") is None


async def test_a_server_that_stops_does_not_wait_for_ever(
    here: SharedTrackerStore, database: Database, chat: str, caplog: pytest.LogCaptureFixture
) -> None:
    take_away(database)
    await turn(here, chat, "late")
    async with asyncio.timeout(60):
        await here.finish(seconds=0.1)
    assert "could not be stored before the stop: 1" in caplog.text


async def test_what_cannot_be_stored_is_neither_logged_nor_kept_elsewhere(
    here: SharedTrackerStore, chat: str, caplog: pytest.LogCaptureFixture
) -> None:
    tracker = await here.get_or_create_tracker(chat)
    tracker.update(BotUttered("Hello.", metadata={"words": {"a child's secret"}}))
    wrapped = FailSafeTrackerStore(here)
    await wrapped.save(tracker)
    assert wrapped._fallback_tracker_store is None
    assert "A turn could not be stored: TypeError" in caplog.text
    assert "secret" not in caplog.text
    assert await here.retrieve(chat) is tracker


async def test_what_is_stored_leaves_memory_after_minutes_and_what_is_not_stays(
    here: SharedTrackerStore, database: Database, chat: str
) -> None:
    await turn(here, chat, "stored")
    take_away(database)
    await turn(here, f"{chat}b", "waits")
    for known in here._known.values():
        known.used -= 6 * 60
    await here.purge()
    assert list(await here.keys()) == [f"{chat}b"]
    bring_back(database)
    assert await texts(here, chat) == ["stored"]
