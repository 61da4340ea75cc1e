"""Chats on two real bots over one database: whichever gets the next message goes on with it."""

from __future__ import annotations

import asyncio
import copy
import secrets
from typing import Any

import pytest

from beacon.door.policy import POLICY
from beacon.handover import record
from beacon.tasks.cluster.cluster import Cluster
from tests.bot.test_web import Page
from tests.cluster.kept import connect, keys_of, slots_of
from tests.staff.test_hand_over import TAKE


class Chat(Page):
    """One chat, said to the one bot or the other, past nginx."""

    def __init__(self, bots: list[str], begun_at: int = 0) -> None:
        super().__init__(bots[begun_at])
        self.bots = bots
        self.tokens = {age["title"]: age["token"] for age in self.started["ages"]}

    def at(self, bot: int) -> Chat:
        """The same chat with the bot of that number."""
        there = copy.copy(self)
        there.url = self.bots[bot]
        return there

    def say(self, **message: Any) -> list[dict[str, Any]]:
        """As the page; the tokens of the buttons are kept by their titles."""
        replies = super().say(**message)
        self.tokens |= {b["title"]: b["token"] for reply in replies for b in reply["buttons"]}
        return replies

    def kept(self, cluster: Cluster) -> list[str]:
        return asyncio.run(keys_of(cluster, [self.conversation]))[self.conversation]


def countries(replies: list[dict[str, Any]]) -> set[str]:
    return {reply["help"]["country"] for reply in replies if reply["help"]}


@pytest.fixture
def chat(cluster: Cluster) -> Chat:
    return Chat([f"http://127.0.0.1:{port}" for port in cluster.bot_ports])


def test_what_one_bot_was_told_the_other_knows(chat: Chat) -> None:
    chat.at(0).say(text="i am 9 and live in bulgaria")
    replies = chat.at(1).say(text="where can i get help")
    assert countries(replies) == {"BG"}
    # From the action server: without it the bot says so, with the same numbers.
    assert not [reply for reply in replies if "not working" in str(reply)]


def test_a_button_of_one_bot_can_be_tapped_on_the_other(chat: Chat) -> None:
    chat.at(1).say(token=chat.tokens["10 or younger"])
    replies = chat.at(0).say(text="somebody shared my picture")
    title = next(iter(button["title"] for reply in replies for button in reply["buttons"]))
    assert chat.at(1).words(token=chat.tokens[title])


def test_the_risk_never_falls_on_the_way(cluster: Cluster, chat: Chat) -> None:
    chat.at(0).say(text="i want to die")
    chat.at(1).say(text="what is sexting")
    assert asyncio.run(slots_of(cluster, chat.conversation))["risk"] == "emergency"


def test_a_quiz_goes_on_where_it_was(chat: Chat) -> None:
    first = chat.at(0).words(text="start the quiz")
    second = chat.at(1).words(text="true")
    third = chat.at(0).words(text="false")
    assert "1" in first
    assert len({first, second, third}) == 3
    assert "2" in second
    assert "3" in third


def test_a_message_that_comes_twice_is_answered_alike_and_kept_once(
    cluster: Cluster, chat: Chat
) -> None:
    key = secrets.token_hex(16)
    one = chat.at(0).say(text="what is sexting", key=key)
    again = chat.at(1).say(text="what is sexting", key=key)
    assert one == again
    assert chat.kept(cluster) == [key]


async def test_copies_that_come_to_both_bots_at_once_are_handled_once(
    cluster: Cluster, chat: Chat
) -> None:
    key = secrets.token_hex(16)
    sent = (
        asyncio.to_thread(chat.at(number % 2).say, text="what is sexting", key=key)
        for number in range(6)
    )
    first, *others = await asyncio.gather(*sent)
    assert first
    assert all(other == first for other in others)
    found = (await keys_of(cluster, [chat.conversation]))[chat.conversation]
    assert found == [key]


async def test_messages_to_both_bots_at_once_are_all_kept(cluster: Cluster, chat: Chat) -> None:
    keys = [f"key-{number}" for number in range(12)]
    sent = (
        asyncio.to_thread(chat.at(number % 2).say, text="what is sexting", key=key)
        for number, key in enumerate(keys)
    )
    await asyncio.gather(*sent)
    found = (await keys_of(cluster, [chat.conversation]))[chat.conversation]
    assert sorted(found) == sorted(keys)


def test_both_bots_count_together(chat: Chat) -> None:
    replies = [chat.at(n % 2).words(text="hello") for n in range(POLICY.messages + 4)]
    assert "That was a lot at once" not in " ".join(replies[: POLICY.messages])
    assert all("That was a lot at once" in each for each in replies[-2:])


def test_a_chat_that_was_left_is_over_on_both(cluster: Cluster, chat: Chat) -> None:
    chat.at(0).say(text="my secret")
    chat.at(1).say(text="another one")
    chat.at(0).post("end", {"conversation": chat.conversation})
    assert [chat.at(bot).send(text="hello").status_code for bot in (0, 1)] == [404, 404]
    assert chat.kept(cluster) == []


@pytest.mark.parametrize("made_up", ["", "x", "A" * 48, "../../etc", "ä" * 48])
def test_an_id_that_was_never_given_is_unknown(chat: Chat, made_up: str) -> None:
    chat.conversation = made_up
    assert chat.at(0).send(text="hello").status_code == 404


def test_a_token_of_another_chat_is_refused_on_both(chat: Chat) -> None:
    other = Chat(chat.bots, begun_at=1)
    token = other.tokens["10 or younger"]
    assert [chat.at(bot).send(token=token).status_code for bot in (0, 1)] == [400, 400]


def test_a_talk_with_a_person_goes_on_where_the_chat_goes(cluster: Cluster, chat: Chat) -> None:
    chat.at(0).say(text="can i talk to a real person please")
    chat.at(0).say(text="yes")
    assert "It is passed on" in chat.at(1).words(text="yes")
    take = TAKE.format(key=record.key_of(chat.conversation))
    cluster.staff_command("shell", "--no-imports", "-c", take)
    news = chat.at(1).post("person", {"conversation": chat.conversation, "after": 0}).json()
    assert news["live"] == "talking"
    assert chat.at(1).say(text="are you there") == []
    assert asyncio.run(lines_of_children(cluster)) == ["are you there"]
    chat.at(1).post("person/end", {"conversation": chat.conversation})
    assert chat.at(0).words(text="what is sexting")


async def lines_of_children(cluster: Cluster) -> list[str]:
    connection = await connect(cluster, "staff")
    try:
        rows = await connection.fetch(
            "SELECT text FROM cases_message WHERE sender = 'child' ORDER BY id DESC LIMIT 1"
        )
    finally:
        await connection.close()
    return [row["text"] for row in rows]
