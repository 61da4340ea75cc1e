from __future__ import annotations

from dataclasses import dataclass

import pytest

from beacon.web.conversations import Conversations


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
def conversations(clock: Clock) -> Conversations:
    return Conversations(clock=clock)


def test_a_new_conversation_is_known(conversations: Conversations) -> None:
    assert conversations.knows(conversations.new())


@pytest.mark.parametrize("made_up", ["", "1", "a" * 32])
def test_an_id_that_was_never_given_is_not(conversations: Conversations, made_up: str) -> None:
    conversations.new()
    assert not conversations.knows(made_up)


def test_ids_are_long_and_all_different(conversations: Conversations) -> None:
    ids = {conversations.new() for _ in range(100)}
    assert len(ids) == 100
    assert {len(each) for each in ids} == {32}


def test_a_token_stands_for_its_payload(conversations: Conversations) -> None:
    chat = conversations.new()
    help_token = conversations.offer(chat, "/ask_helpline")
    menu_token = conversations.offer(chat, "/ask_menu")
    assert conversations.payload_of(chat, help_token) == "/ask_helpline"
    assert conversations.payload_of(chat, menu_token) == "/ask_menu"


def test_a_token_tells_nothing_and_can_not_be_guessed(conversations: Conversations) -> None:
    chats = [conversations.new() for _ in range(100)]
    tokens = {conversations.offer(chat, "/ask_menu") for chat in chats}
    assert len(tokens) == 100
    assert {len(token) for token in tokens} == {16}


def test_a_payload_is_no_token(conversations: Conversations) -> None:
    chat = conversations.new()
    conversations.offer(chat, "/ask_menu")
    assert conversations.payload_of(chat, "/ask_menu") is None


def test_a_token_of_one_conversation_does_not_work_in_another(
    conversations: Conversations,
) -> None:
    one, other = conversations.new(), conversations.new()
    token = conversations.offer(one, "/ask_menu")
    conversations.offer(other, "/ask_menu")
    assert conversations.payload_of(other, token) is None


def test_a_payload_that_is_offered_again_keeps_its_token(conversations: Conversations) -> None:
    chat = conversations.new()
    assert conversations.offer(chat, "/ask_menu") == conversations.offer(chat, "/ask_menu")


def test_the_oldest_token_goes_first(clock: Clock) -> None:
    conversations = Conversations(tokens=3, clock=clock)
    chat = conversations.new()
    tokens = [conversations.offer(chat, f"/{number}") for number in range(4)]
    payloads = [conversations.payload_of(chat, token) for token in tokens]
    assert payloads == [None, "/1", "/2", "/3"]


def test_a_token_that_is_offered_again_is_young(clock: Clock) -> None:
    conversations = Conversations(tokens=2, clock=clock)
    chat = conversations.new()
    token = conversations.offer(chat, "/person")
    conversations.offer(chat, "/1")
    conversations.offer(chat, "/person")
    conversations.offer(chat, "/2")
    assert conversations.payload_of(chat, token) == "/person"


def test_a_payload_whose_token_is_gone_gets_a_new_one(clock: Clock) -> None:
    conversations = Conversations(tokens=1, clock=clock)
    chat = conversations.new()
    old = conversations.offer(chat, "/1")
    conversations.offer(chat, "/2")
    new = conversations.offer(chat, "/1")
    assert new != old
    assert conversations.payload_of(chat, new) == "/1"


def test_300_tokens_are_kept(conversations: Conversations) -> None:
    chat = conversations.new()
    tokens = [conversations.offer(chat, f"/{number}") for number in range(301)]
    kept = [conversations.payload_of(chat, token) is not None for token in tokens]
    assert kept == [False] + [True] * 300


def test_a_conversation_is_known_for_half_an_hour(
    conversations: Conversations, clock: Clock
) -> None:
    chat = conversations.new()
    clock.wait(29.9)
    assert conversations.knows(chat)


def test_a_silent_conversation_is_forgotten(conversations: Conversations, clock: Clock) -> None:
    chat = conversations.new()
    token = conversations.offer(chat, "/ask_menu")
    clock.wait(30)
    assert conversations.payload_of(chat, token) is None
    assert not conversations.knows(chat)


def test_what_is_forgotten_leaves_nothing_behind(
    conversations: Conversations, clock: Clock
) -> None:
    for _ in range(5):
        conversations.new()
    clock.wait(30)
    conversations.new()
    assert len(conversations) == 1


@pytest.mark.parametrize("use", ["knows", "offer", "payload_of"])
def test_half_an_hour_begins_with_the_last_use(
    conversations: Conversations, clock: Clock, use: str
) -> None:
    chat = conversations.new()
    clock.wait(20)
    arguments = [] if use == "knows" else ["/ask_menu"]
    getattr(conversations, use)(chat, *arguments)
    clock.wait(20)
    assert conversations.knows(chat)


def test_other_chats_do_not_keep_one_alive(conversations: Conversations, clock: Clock) -> None:
    silent, busy = conversations.new(), conversations.new()
    clock.wait(20)
    conversations.knows(busy)
    clock.wait(20)
    assert not conversations.knows(silent)
    assert conversations.knows(busy)


def test_an_ended_conversation_is_unknown(conversations: Conversations) -> None:
    chat = conversations.new()
    token = conversations.offer(chat, "/ask_menu")
    conversations.forget(chat)
    assert not conversations.knows(chat)
    assert conversations.payload_of(chat, token) is None


def test_to_end_an_unknown_conversation_is_no_error(conversations: Conversations) -> None:
    chat = conversations.new()
    conversations.forget("unknown")
    assert conversations.knows(chat)


def test_buttons_for_an_ended_conversation_do_nothing(conversations: Conversations) -> None:
    chat = conversations.new()
    conversations.forget(chat)
    token = conversations.offer(chat, "/ask_menu")
    assert len(token) == 16
    assert not conversations.knows(chat)
    assert conversations.payload_of(chat, token) is None


def test_the_one_that_was_silent_longest_makes_room(clock: Clock) -> None:
    conversations = Conversations(most=2, clock=clock)
    first, second = conversations.new(), conversations.new()
    conversations.knows(first)
    third = conversations.new()
    known = [conversations.knows(each) for each in (first, second, third)]
    assert known == [True, False, True]


def test_10_000_conversations_are_kept(conversations: Conversations) -> None:
    first = conversations.new()
    for _ in range(10_000):
        conversations.new()
    assert len(conversations) == 10_000
    assert not conversations.knows(first)


def test_time_is_that_of_a_steady_clock() -> None:
    conversations = Conversations(lifetime=0)
    assert not conversations.knows(conversations.new())
