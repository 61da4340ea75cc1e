"""The load would notice what is left of a chat, over a real PostgreSQL."""

from __future__ import annotations

import asyncio
import time
import uuid
from dataclasses import asdict

import pytest

from beacon.cluster.conversations import StoredConversations
from tests.load import ledger
from tests.load.kept import Account, Kept, by_database


def account(conversation: str, *, dropped: bool) -> Account:
    kept = ledger.Kept(conversation, sent=1, answered=1, ended=dropped, heard=time.time())
    return {**asdict(kept), "dropped": dropped}


async def found(address: str, *accounts: Account) -> Kept:
    return await asyncio.to_thread(by_database, address, accounts)


async def said(stored: StoredConversations) -> str:
    chat = uuid.uuid4().hex
    await stored.append(chat, {"country": "PT"}, [{"event": "user", "text": "secret"}])
    return chat


async def test_of_an_ended_chat_nothing_is_left(stored: StoredConversations, address: str) -> None:
    goes_on, ended = await said(stored), await said(stored)
    await stored.end(ended)
    both = account(goes_on, dropped=False), account(ended, dropped=True)
    assert await found(address, *both) == Kept(1, 0, 0, ended=1, left_behind=0)


async def test_what_is_left_of_an_ended_chat_is_noticed(
    stored: StoredConversations, address: str
) -> None:
    chat = await said(stored)
    assert await found(address, account(chat, dropped=True)) == Kept(0, 0, 0, 1, left_behind=1)


@pytest.mark.parametrize("what", ["slots", "words"])
async def test_slots_alone_or_words_alone_are_enough(
    stored: StoredConversations, address: str, what: str
) -> None:
    chat = await said(stored)
    if what == "slots":
        await stored.begin_anew(chat)
    else:
        chat = uuid.uuid4().hex
        await stored.append(chat, {}, [{"event": "user", "text": "secret"}])
    assert (await found(address, account(chat, dropped=True))).left_behind == 1
