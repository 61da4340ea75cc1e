"""Bodies made to break a reader of JSON, in conversations that the server knows."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest
import requests

from beacon.cluster.conversations import key_of
from beacon.rasa.channels.door_input import language_code, message_key
from tests.conftest import ANSWER, Servers

WORDS = "what is sexting"
ANSWER_TO_WORDS = "Sexting means"
# No body may cost more than the longest that a child waits, in seconds; each takes hundredths.
SOON = 8.0

Body = dict[str, Any]
Make = Callable[[Body], bytes]


def beside(more: str) -> Make:
    """The body with something of our own text in it."""
    return lambda body: f"{json.dumps(body)[:-1]}, {more}}}".encode()


def before(more: str) -> Make:
    return lambda body: f"{{{more}, {json.dumps(body)[1:]}".encode()


def changed(**more: Any) -> Make:
    return lambda body: json.dumps({**body, **more}).encode()


def encoded(encoding: str) -> Make:
    return lambda body: json.dumps(body).encode(encoding)


def said_as(text: Any) -> Make:
    """The body with another text, under whichever key it has one."""
    return lambda body: json.dumps({k: text if v == WORDS else v for k, v in body.items()}).encode()


REFUSED: dict[str, Make] = {
    "only arrays": lambda _: b"[" * 100_000 + b"]" * 100_000,
    "arrays that nothing closes": lambda _: b"[" * 100_000,
    "arrays within": beside(f'"x": {"[" * 90_000}{"]" * 90_000}'),
    "objects within": beside('"x": ' + '{"a": ' * 20_000 + "1" + "}" * 20_000),
    "a number of 100,000 digits": beside(f'"x": {"9" * 100_000}'),
    "the text twice, the last no text": beside('"text": 5, "message": 5'),
    "Latin-1": lambda body: beside('"x": "é"')(body).decode().encode("latin-1"),
    "UTF-7": lambda body: json.dumps(body).replace('"', "+ACI-").encode(),
    "half a UTF-16": lambda body: json.dumps(body).encode("utf-16")[:-1],
    "two bodies": lambda body: json.dumps(body).encode() * 2,
    "a comment": lambda body: b"/* */" + json.dumps(body).encode(),
    "single quotes": lambda body: repr(body).encode(),
    "a number that JSON lacks": beside('"x": 0x10'),
    "an infinity of other languages": beside('"x": inf'),
    "a raw control character": beside('"x": "\0"'),
    "300,000 bytes": beside(f'"x": "{"a" * 300_000}"'),
    "the text a list": said_as([WORDS]),
    "the text nested": said_as({"text": WORDS}),
    "the text not a number": said_as(float("nan")),
    "the text beyond all numbers": said_as(float("inf")),
    "the text true": said_as(True),
}

ANSWERED: dict[str, Make] = {
    "as it should be": lambda body: json.dumps(body).encode(),
    "nested as deep as is read": beside(f'"x": {"[" * 900}{"]" * 900}'),
    "a number of 4,000 digits": beside(f'"x": {"9" * 4_000}'),
    "numbers beyond all numbers": beside('"x": 1e400, "after": -1e400, "step": 1e999'),
    "what is no number": beside('"language": NaN, "key": Infinity, "country": -Infinity'),
    "the text twice, the last a text": before('"text": 5, "message": 5'),
    "10,000 keys": beside(", ".join(f'"{number}": {number}' for number in range(10_000))),
    "keys of JavaScript and Python": changed(__proto__={"a": 1}, __class__="x", constructor=[]),
    "lists for texts": changed(token=[], country=[], key=[], language={}),
    "objects for texts": changed(token={}, country={}, key={"a": 1}, language=[None]),
    "half a surrogate in the text": said_as(f"{WORDS} \ud800"),
    "NUL in the text": said_as(f"{WORDS} \0\0"),
    "half a surrogate as language and key": changed(language="\ud800a", key="\udfff"),
    "NUL as language and key": changed(language="\0a", key="\0"),
    "half a surrogate as token and country": changed(token="\ud800", country="\udfff"),
    "UTF-16": encoded("utf-16"),
    "UTF-16 without a mark": encoded("utf-16-le"),
    "UTF-32": encoded("utf-32"),
    "UTF-8 with a mark": encoded("utf-8-sig"),
}

CONTENT_TYPES = (
    "",
    "text/plain",
    "text/html",
    "application/xml",
    "application/json; charset=utf-16",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "x" * 3_000,
)


class Place:
    """Where words are taken, with a conversation of its own."""

    def __init__(self, url: str, path: str) -> None:
        self.url = url
        self.path = path

    def body(self) -> Body:
        """A body that is answered."""
        if self.path == "/webhooks/rest/webhook":
            return {"sender": f"json-{uuid.uuid4().hex}", "message": WORDS}
        start = self.path.rsplit("/", 1)[0] + "/start"
        begun = requests.post(self.url + start, json={"band": "11-13"}, timeout=ANSWER).json()
        return {"conversation": begun["conversation"], "text": WORDS}

    def send(self, body: bytes, headers: dict[str, str] | None = None) -> requests.Response:
        """What it answers, in no more time than it may take."""
        started = time.monotonic()
        answer = requests.post(self.url + self.path, data=body, headers=headers, timeout=ANSWER)
        assert time.monotonic() - started < SOON
        return answer


@pytest.fixture(params=["/chat/message", "/classroom/say", "/webhooks/rest/webhook"])
def place(request: pytest.FixtureRequest, servers: Servers) -> Place:
    return Place(servers.url, request.param)


@pytest.mark.parametrize("make", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_message_is_refused_with_a_reason(place: Place, make: Make) -> None:
    answer = place.send(make(place.body()))
    assert answer.status_code == 400
    assert list(answer.json()) == ["error"]
    assert "sexting" not in answer.text


@pytest.mark.parametrize("make", ANSWERED.values(), ids=ANSWERED.keys())
def test_an_odd_message_is_answered(place: Place, make: Make) -> None:
    answer = place.send(make(place.body()))
    assert answer.status_code == 200
    assert ANSWER_TO_WORDS in answer.text


@pytest.mark.parametrize("content_type", CONTENT_TYPES)
def test_the_content_type_changes_nothing(place: Place, content_type: str) -> None:
    answer = place.send(json.dumps(place.body()).encode(), {"Content-Type": content_type})
    assert answer.status_code == 200
    assert ANSWER_TO_WORDS in answer.text


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_a_body_is_never_unpacked(place: Place, coding: str) -> None:
    answer = place.send(b"\x1f\x8b\x08" + bytes(1_000), {"Content-Encoding": coding})
    assert answer.status_code == 400


@pytest.mark.parametrize("odd", [None, True, 5, 1e400, [], {}, "", "\ud800" * 40, "\0" * 40])
@pytest.mark.parametrize("path", ["/chat/message", "/chat/person", "/chat/event", "/classroom/say"])
def test_what_is_no_id_is_no_conversation(servers: Servers, path: str, odd: Any) -> None:
    body = json.dumps({"conversation": odd, "text": WORDS, "kind": "helped"}).encode()
    assert Place(servers.url, path).send(body).status_code in (400, 404)


@pytest.mark.parametrize("odd", [[], {}, [[]], {"PT": 1}, True, 5, 1e400, "\ud800", "\0", "pt"])
def test_an_odd_country_begins_a_lesson_without_one(servers: Servers, odd: Any) -> None:
    body = json.dumps({"band": "11-13", "country": odd}).encode()
    assert Place(servers.url, "/classroom/start").send(body).status_code == 200


@pytest.mark.parametrize("odd", [[], {}, True, None, 1e400, -1, 10**30, "5", "\ud800"])
@pytest.mark.parametrize("key", ["step", "scenario"])
def test_an_odd_step_is_none(servers: Servers, key: str, odd: Any) -> None:
    place = Place(servers.url, "/classroom/step")
    body = {**place.body(), "scenario": "sent-on-friday", "step": 5, key: odd}
    assert place.send(json.dumps(body).encode()).status_code == 400


@pytest.mark.parametrize("odd", ["\ud800", "\udfff" * 3, "\0", "a\0b"])
def test_what_postgresql_cannot_hold_is_no_key_and_no_language(odd: str) -> None:
    """Its jsonb takes neither NUL nor half a surrogate, and then the whole turn is not stored."""
    assert message_key(odd) is None
    assert language_code(odd[:2].ljust(2, "a")) is None


def test_any_sender_has_a_place_in_the_database() -> None:
    assert key_of("\ud800") != key_of("\udfff")
