"""The chats of several servers, as the page's channel sees them, over a real PostgreSQL."""

from __future__ import annotations

import time

import pytest

from beacon.cluster.conversations import StoredConversations
from beacon.cluster.database import Database
from beacon.cluster.seal import Seal
from beacon.web.conversations import LONGEST_CHAT, SharedConversations
from tests.unit.cluster.test_conversations import age

SEAL = Seal("known to the tests only, and long enough")
HALF_AN_HOUR = 30 * 60


@pytest.fixture
def chats(stored: StoredConversations) -> SharedConversations:
    return SharedConversations(SEAL, stored)


def made(seconds_ago: float) -> str:
    return SEAL.new_id(time.time() - seconds_ago)


async def test_a_chat_is_known_before_its_first_message(chats: SharedConversations) -> None:
    assert await chats.knows(chats.new())
    assert await chats.knows(made(HALF_AN_HOUR - 5))
    assert not await chats.knows(made(HALF_AN_HOUR + 5))


@pytest.mark.parametrize("hours", [-2, 2])
async def test_a_server_whose_clock_is_wrong_agrees_with_the_others(
    address: str, chats: SharedConversations, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    right = time.time
    with monkeypatch.context() as changed:
        changed.setattr(time, "time", lambda: right() + hours * 3600)
        wrong = Database(address)
        await wrong.open()
        theirs = SharedConversations(SEAL, StoredConversations(wrong))
        assert await chats.knows(theirs.new())
        assert await theirs.knows(chats.new())
        assert not await theirs.knows(made(HALF_AN_HOUR + 5 + hours * 3600))
    await wrong.close()


async def test_a_clock_that_jumps_ends_no_chat(
    chats: SharedConversations, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = time.time
    database.absence.until = time.monotonic() + 60
    chat = chats.new()
    monkeypatch.setattr(time, "time", lambda: right() + 2 * LONGEST_CHAT)
    assert await chats.knows(chat)


async def test_a_chat_that_the_jump_of_the_databases_clock_ends_is_unknown(
    chats: SharedConversations, stored: StoredConversations, database: Database
) -> None:
    await database.open()
    database._clock._ahead -= 2 * 60 * 60
    chat = chats.new()
    await stored.append(chat, {}, [{"event": "bot"}])
    await age(database, chat, minutes=120)
    assert not await chats.knows(chat)


async def test_what_is_made_up_or_anothers_is_unknown(chats: SharedConversations) -> None:
    assert not await chats.knows("made up")
    assert not await chats.knows(Seal("the secret of somebody else altogether").new_id())


async def test_an_ended_chat_is_unknown(
    chats: SharedConversations, stored: StoredConversations
) -> None:
    chat = chats.new()
    await stored.end(chat)
    assert not await chats.knows(chat)


async def test_a_talk_with_a_person_keeps_its_chat_though_the_bot_hears_nothing(
    chats: SharedConversations, stored: StoredConversations, database: Database
) -> None:
    chat = made(2 * HALF_AN_HOUR)
    await stored.append(chat, {}, [{"event": "bot"}])
    for _ in range(3):
        await age(database, chat, minutes=25)
        assert await chats.knows(chat)
    assert await stored.load(chat) is not None


async def test_a_silent_chat_is_forgotten(
    chats: SharedConversations, stored: StoredConversations, database: Database
) -> None:
    chat = made(2 * HALF_AN_HOUR)
    await stored.append(chat, {}, [{"event": "bot"}])
    await age(database, chat, minutes=31)
    assert not await chats.knows(chat)


async def test_while_the_database_is_away_a_chat_of_today_is_believed(
    chats: SharedConversations, database: Database
) -> None:
    database.absence.until = time.monotonic() + 60
    assert await chats.knows(made(LONGEST_CHAT - 60))
    assert not await chats.knows(made(LONGEST_CHAT + 60))
