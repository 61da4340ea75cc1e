"""Chats on two real bots over one database: whichever gets the next message goes on with it."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests

from beacon.door.policy import POLICY
from beacon.tasks.cluster.cluster import Cluster
from tests.cluster.kept import connect, keys_of, slots_of
from tests.conftest import ANSWER

TAKE = """
from django.contrib.auth.models import User
from django.utils import timezone
from cases.models import Case
worker, _ = User.objects.get_or_create(username="wanda")
now = timezone.now()
Case.objects.filter(live="waiting").update(
    worker=worker, taken=now, live="talking", worker_wrote=now)
"""


@dataclass
class Chat:
    """One chat, said to the one bot or the other, past nginx."""

    bots: list[str]
    conversation: str = ""
    tokens: dict[str, str] = field(default_factory=dict)

    def begin(self, bot: int = 0) -> None:
        started = self.post(bot, "/chat/start", {}).json()
        self.conversation = started["conversation"]
        self.tokens = {age["title"]: age["token"] for age in started["ages"]}

    def post(self, bot: int, path: str, body: dict[str, Any]) -> requests.Response:
        return requests.post(self.bots[bot] + path, json=body, timeout=ANSWER)

    def send(self, bot: int, **message: Any) -> requests.Response:
        return self.post(bot, "/chat/message", {"conversation": self.conversation, **message})

    def say(self, bot: int, **message: Any) -> list[dict[str, Any]]:
        answer = self.send(bot, **message)
        answer.raise_for_status()
        replies: list[dict[str, Any]] = answer.json()["messages"]
        self.tokens |= {b["title"]: b["token"] for reply in replies for b in reply["buttons"]}
        return replies

    def kept(self, cluster: Cluster) -> list[str]:
        return asyncio.run(keys_of(cluster, [self.conversation]))[self.conversation]


def words(replies: list[dict[str, Any]]) -> str:
    return " ".join(part for reply in replies for part in (*reply["before"], *reply["after"]))


def countries(replies: list[dict[str, Any]]) -> set[str]:
    return {reply["help"]["country"] for reply in replies if reply["help"]}


@pytest.fixture
def chat(cluster: Cluster) -> Chat:
    begun = Chat([f"http://127.0.0.1:{port}" for port in cluster.bot_ports])
    begun.begin()
    return begun


def test_what_one_bot_was_told_the_other_knows(chat: Chat) -> None:
    chat.say(0, text="i am 9 and live in bulgaria")
    replies = chat.say(1, text="where can i get help")
    assert countries(replies) == {"BG"}
    # From the action server: without it the bot says so, with the same numbers.
    assert not [reply for reply in replies if "not working" in str(reply)]


def test_a_button_of_one_bot_can_be_tapped_on_the_other(chat: Chat) -> None:
    chat.say(1, token=chat.tokens["10 or younger"])
    replies = chat.say(0, text="somebody shared my picture")
    title = next(iter(button["title"] for reply in replies for button in reply["buttons"]))
    assert words(chat.say(1, token=chat.tokens[title]))


def test_the_risk_never_falls_on_the_way(cluster: Cluster, chat: Chat) -> None:
    chat.say(0, text="i want to die")
    chat.say(1, text="what is sexting")
    assert asyncio.run(slots_of(cluster, chat.conversation))["risk"] == "emergency"


def test_a_quiz_goes_on_where_it_was(chat: Chat) -> None:
    first = words(chat.say(0, text="start the quiz"))
    second = words(chat.say(1, text="true"))
    third = words(chat.say(0, text="false"))
    assert "1" in first
    assert len({first, second, third}) == 3
    assert "2" in second
    assert "3" in third


def test_a_message_that_comes_twice_is_answered_alike_and_kept_once(
    cluster: Cluster, chat: Chat
) -> None:
    key = secrets.token_hex(16)
    one = chat.say(0, text="what is sexting", key=key)
    again = chat.say(1, text="what is sexting", key=key)
    assert one == again
    assert chat.kept(cluster) == [key]


async def test_messages_to_both_bots_at_once_are_all_kept(cluster: Cluster, chat: Chat) -> None:
    keys = [f"key-{number}" for number in range(12)]
    sent = (
        asyncio.to_thread(chat.say, number % 2, text="what is sexting", key=key)
        for number, key in enumerate(keys)
    )
    await asyncio.gather(*sent)
    found = (await keys_of(cluster, [chat.conversation]))[chat.conversation]
    assert sorted(found) == sorted(keys)


def test_both_bots_count_together(chat: Chat) -> None:
    replies = [words(chat.say(n % 2, text="hello")) for n in range(POLICY.messages + 4)]
    assert "That was a lot at once" not in " ".join(replies[: POLICY.messages])
    assert all("That was a lot at once" in each for each in replies[-2:])


def test_a_chat_that_was_left_is_over_on_both(cluster: Cluster, chat: Chat) -> None:
    chat.say(0, text="my secret")
    chat.say(1, text="another one")
    chat.post(0, "/chat/end", {"conversation": chat.conversation})
    assert [chat.send(bot, text="hello").status_code for bot in (0, 1)] == [404, 404]
    assert chat.kept(cluster) == []


@pytest.mark.parametrize("made_up", ["", "x", "A" * 48, "../../etc", "ä" * 48])
def test_an_id_that_was_never_given_is_unknown(chat: Chat, made_up: str) -> None:
    chat.conversation = made_up
    assert chat.send(0, text="hello").status_code == 404


def test_a_token_of_another_chat_is_refused_on_both(chat: Chat) -> None:
    other = Chat(chat.bots)
    other.begin(1)
    token = other.tokens["10 or younger"]
    assert [chat.send(bot, token=token).status_code for bot in (0, 1)] == [400, 400]


def test_a_talk_with_a_person_goes_on_where_the_chat_goes(cluster: Cluster, chat: Chat) -> None:
    chat.say(0, text="can i talk to a real person please")
    chat.say(0, text="yes")
    assert "It is passed on" in words(chat.say(1, text="yes"))
    cluster.staff_command("shell", "--no-imports", "-c", TAKE)
    news = chat.post(1, "/chat/person", {"conversation": chat.conversation, "after": 0}).json()
    assert news["live"] == "talking"
    assert chat.say(1, text="are you there") == []
    assert asyncio.run(lines_of_children(cluster)) == ["are you there"]
    chat.post(1, "/chat/person/end", {"conversation": chat.conversation})
    assert words(chat.say(0, text="what is sexting"))


async def lines_of_children(cluster: Cluster) -> list[str]:
    connection = await connect(cluster, "staff")
    try:
        rows = await connection.fetch(
            "SELECT text FROM cases_message WHERE sender = 'child' ORDER BY id DESC LIMIT 1"
        )
    finally:
        await connection.close()
    return [row["text"] for row in rows]
