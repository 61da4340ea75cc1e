from __future__ import annotations

import json

import pytest

from beacon import project
from beacon.tasks.cluster.probe import understands
from tests.unit.tasks.conftest import Serve

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n"


def said(*texts: str) -> bytes:
    body = json.dumps([{"text": text} for text in texts]).encode()
    return HEAD % len(body) + body


def test_an_answer_of_its_own_is_understanding(serve: Serve) -> None:
    assert understands(serve(said("Hi!", "What is it about?")))


def test_numbers_in_place_of_an_answer_are_none(serve: Serve) -> None:
    assert not understands(serve(said(project.answer_book().phrase("service_down"), "Call 112.")))


@pytest.mark.parametrize(
    "answer",
    [said(), HEAD % 3 + b"no!", HEAD % 9_999 + b"[", b"HTTP/1.1 500 No\r\n\r\n", b"?\r\n", b""],
    ids=["silent", "no JSON", "broken off", "not well", "no HTTP", "hangs up"],
)
def test_a_bot_that_does_not_answer_does_not_understand(serve: Serve, answer: bytes) -> None:
    assert not understands(serve(answer))
