"""Whatever a client sends, it gets an answer or is told what is wrong: never an error of ours."""

from __future__ import annotations

import json

import pytest
import requests

from tests.conftest import ANSWER, Chat, Servers

REFUSED = {
    "no JSON": b"hello",
    "nothing": b"",
    "half": b'{"sender": "hostile", "message": "hi',
    "not UTF-8": b"\xff\xfe{}",
    "a list": b"[]",
    "null": b"null",
    "nested deeply": b"[" * 100_000,
    "objects nested deeply": b'{"a":' * 30_000 + b"1" + b"}" * 30_000,
    "message is a number": b'{"sender": "hostile", "message": 5}',
    "message is a list": b'{"sender": "hostile", "message": ["hi"]}',
    "sender is a list": b'{"sender": ["hostile"], "message": "hi"}',
    "sender is very long": json.dumps({"sender": "s" * 201, "message": "hi"}).encode(),
}

ANSWERED = {
    "no sender": b'{"message": "hello"}',
    "sender is null": b'{"sender": null, "message": "hello"}',
    "no message": b'{"sender": "hostile-1"}',
    "message is null": b'{"sender": "hostile-2", "message": null}',
    "half a surrogate": b'{"sender": "hostile-3", "message": "hello \\ud800"}',
    "half a surrogate as sender": b'{"sender": "hostile-4\\udfff", "message": "hello"}',
    "control characters": b'{"sender": "hostile-5\\u0000", "message": "hello \\u0000\\u0007"}',
    "a path as sender": b'{"sender": "../../hostile?a#b", "message": "hello"}',
    "metadata is a text": b'{"sender": "hostile-6", "message": "hello", "metadata": "x"}',
    "language is NaN": b'{"sender": "hostile-7", "message": "hi", "metadata": {"language": NaN}}',
    "attachments are a text": b'{"sender": "hostile-8", "message": "hi", "attachments": "x"}',
    "template signs": b'{"sender": "hostile-9", "message": "{{7*7}} ${x} %s {country}"}',
}


def send(servers: Servers, body: bytes) -> requests.Response:
    headers = {"Content-Type": "application/json"}
    address = f"{servers.url}/webhooks/rest/webhook"
    return requests.post(address, data=body, headers=headers, timeout=ANSWER)


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED.keys())
def test_a_body_that_is_no_message_is_refused_with_a_reason(servers: Servers, body: bytes) -> None:
    response = send(servers, body)
    assert response.status_code == 400
    assert response.json()["error"]


@pytest.mark.parametrize("body", ANSWERED.values(), ids=ANSWERED.keys())
def test_an_odd_message_is_answered(servers: Servers, body: bytes) -> None:
    response = send(servers, body)
    assert response.status_code == 200
    assert response.json()[0]["text"]


def test_metadata_cannot_bring_data_into_the_tracker(chat: Chat) -> None:
    metadata = {"secret": "smuggled", "slots": {"country": "FR"}, "door": False}
    entity = {"entity": "country", "value": "FR"}
    chat.say("hello", metadata=metadata, entities=[entity], slots={"country": "FR"})
    assert "smuggled" not in json.dumps(chat.tracker())
    assert chat.slots()["country"] is None


def test_metadata_cannot_open_the_door(chat: Chat) -> None:
    chat.say("my mail is anna.example@example.com", metadata={"door": True})
    assert "anna.example" not in json.dumps(chat.tracker())


def test_an_intent_in_the_body_is_not_taken(chat: Chat) -> None:
    chat.say("are you a robot", intent="restart", parse_data={"intent": {"name": "restart"}})
    assert chat.intent() == "ask_bot_identity"


def test_get_changes_nothing(chat: Chat) -> None:
    chat.say("hello")
    before = chat.tracker()["events"]
    query = {"sender": chat.sender, "message": "i want to die"}
    address = f"{chat.url}/webhooks/rest/webhook"
    assert requests.get(address, params=query, timeout=ANSWER).status_code == 405
    assert chat.tracker()["events"] == before
