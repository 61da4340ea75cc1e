from __future__ import annotations

from dataclasses import dataclass

import pytest

from beacon.cluster.seal import Seal
from beacon.web.conversations import OwnConversations

SEAL = Seal("known to the tests only, and long enough")


@dataclass
class Clock:
    """A steady clock that stands until a test moves it."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now

    def wait(self, minutes: float) -> None:
        self.now += minutes * 60


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def conversations(clock: Clock) -> OwnConversations:
    return OwnConversations(SEAL, clock=clock)


async def test_a_new_conversation_is_known(conversations: OwnConversations) -> None:
    assert await conversations.knows(conversations.new())


@pytest.mark.parametrize("made_up", ["", "1", "a" * 32])
async def test_an_id_that_was_never_given_is_not(
    conversations: OwnConversations, made_up: str
) -> None:
    conversations.new()
    assert not await conversations.knows(made_up)


async def test_ids_are_long_and_all_different(conversations: OwnConversations) -> None:
    ids = {conversations.new() for _ in range(100)}
    assert len(ids) == 100
    assert {len(each) for each in ids} == {48}


async def test_a_token_stands_for_its_payload(conversations: OwnConversations) -> None:
    chat = conversations.new()
    help_token = conversations.offer(chat, "/ask_helpline")
    menu_token = conversations.offer(chat, "/ask_menu")
    assert conversations.payload_of(chat, help_token) == "/ask_helpline"
    assert conversations.payload_of(chat, menu_token) == "/ask_menu"


async def test_a_token_tells_nothing_and_can_not_be_guessed(
    conversations: OwnConversations,
) -> None:
    chats = [conversations.new() for _ in range(100)]
    tokens = {conversations.offer(chat, "/ask_menu") for chat in chats}
    assert len(tokens) == 100
    assert not any("menu" in token for token in tokens)


async def test_a_payload_is_no_token(conversations: OwnConversations) -> None:
    chat = conversations.new()
    conversations.offer(chat, "/ask_menu")
    assert conversations.payload_of(chat, "/ask_menu") is None


async def test_a_token_of_one_conversation_does_not_work_in_another(
    conversations: OwnConversations,
) -> None:
    one, other = conversations.new(), conversations.new()
    token = conversations.offer(one, "/ask_menu")
    conversations.offer(other, "/ask_menu")
    assert conversations.payload_of(other, token) is None


async def test_a_payload_that_is_offered_again_keeps_its_token(
    conversations: OwnConversations,
) -> None:
    chat = conversations.new()
    assert conversations.offer(chat, "/ask_menu") == conversations.offer(chat, "/ask_menu")


async def test_a_conversation_is_known_for_half_an_hour(
    conversations: OwnConversations, clock: Clock
) -> None:
    chat = conversations.new()
    clock.wait(29.9)
    assert await conversations.knows(chat)


async def test_a_silent_conversation_is_forgotten(
    conversations: OwnConversations, clock: Clock
) -> None:
    chat = conversations.new()
    clock.wait(30)
    assert not await conversations.knows(chat)


async def test_what_is_forgotten_leaves_nothing_behind(
    conversations: OwnConversations, clock: Clock
) -> None:
    for _ in range(5):
        conversations.new()
    clock.wait(30)
    conversations.new()
    assert len(conversations) == 1


async def test_half_an_hour_begins_with_the_last_use(
    conversations: OwnConversations, clock: Clock
) -> None:
    chat = conversations.new()
    clock.wait(20)
    await conversations.knows(chat)
    clock.wait(20)
    assert await conversations.knows(chat)


async def test_other_chats_do_not_keep_one_alive(
    conversations: OwnConversations, clock: Clock
) -> None:
    silent, busy = conversations.new(), conversations.new()
    clock.wait(20)
    await conversations.knows(busy)
    clock.wait(20)
    assert not await conversations.knows(silent)
    assert await conversations.knows(busy)


async def test_an_ended_conversation_is_unknown(conversations: OwnConversations) -> None:
    chat = conversations.new()
    conversations.forget(chat)
    assert not await conversations.knows(chat)


async def test_to_end_an_unknown_conversation_is_no_error(conversations: OwnConversations) -> None:
    chat = conversations.new()
    conversations.forget("unknown")
    assert await conversations.knows(chat)


async def test_the_one_that_was_silent_longest_makes_room(clock: Clock) -> None:
    conversations = OwnConversations(SEAL, most=2, clock=clock)
    first, second = conversations.new(), conversations.new()
    await conversations.knows(first)
    third = conversations.new()
    known = [await conversations.knows(each) for each in (first, second, third)]
    assert known == [True, False, True]


async def test_10_000_conversations_are_kept(conversations: OwnConversations) -> None:
    first = conversations.new()
    for _ in range(10_000):
        conversations.new()
    assert len(conversations) == 10_000
    assert not await conversations.knows(first)


async def test_time_is_that_of_a_steady_clock() -> None:
    conversations = OwnConversations(SEAL, lifetime=0)
    assert not await conversations.knows(conversations.new())
