from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from beacon.handover.client import StaffClient
from beacon.handover.staff import Staff
from beacon.rasa.person import LONGEST_SILENCE, MOST_TALKS, TALKING, WAITING, Persons

STORED = {
    "answer": "hand_over_stored",
    "facts": {"hand_over": "key", "may_read": "yes"},
}


@pytest.fixture
def persons() -> Persons:
    """Those of a bot whose staff's application is away."""
    return Persons(Staff(StaffClient("http://127.0.0.1:9", "secret")))


def test_a_talk_begins_only_where_a_reply_says_that_it_is_stored(persons: Persons) -> None:
    persons.note("child", [{"answer": "hand_over_failed", "facts": {}}])
    assert persons.state("child") is None
    persons.note("child", [{"answer": "greet"}, STORED])
    assert persons.state("child") == WAITING
    assert persons.state("another") is None


@pytest.mark.parametrize("may_read", ["yes", "no"])
def test_words_follow_only_where_they_may_be_read(persons: Persons, may_read: str) -> None:
    facts = {"hand_over": "key", "may_read": may_read}
    persons.note("child", [{**STORED, "facts": facts}])
    assert persons.may_pass_on("child") is (may_read == "yes")
    assert not persons.may_pass_on("another")


async def test_a_short_absence_of_the_application_changes_nothing(persons: Persons) -> None:
    persons.note("child", [STORED])
    persons._talks["child"].live = TALKING
    news: dict[str, Any] = await persons.updates("child", 0)
    assert (news["live"], news["ended"]) == (TALKING, "")
    assert persons.state("child") == TALKING


async def test_after_a_long_absence_the_talk_is_over(persons: Persons) -> None:
    persons.note("child", [STORED])
    persons._talks["child"].heard -= LONGEST_SILENCE + 1
    news = await persons.updates("child", 0)
    assert (news["live"], news["ended"]) == ("over", "unreachable")
    assert persons.state("child") is None
    assert (await persons.updates("child", 0))["ended"] == ""


async def test_what_does_not_get_through_is_told(persons: Persons) -> None:
    persons.note("child", [STORED])
    assert await persons.say("child", "words", "none") is False


async def test_an_end_ends_once(persons: Persons) -> None:
    persons.note("child", [STORED])
    assert persons.end("child") is True
    assert persons.end("child") is False


def test_talks_of_pages_that_vanished_do_not_pile_up(persons: Persons) -> None:
    for number in range(MOST_TALKS + 5):
        persons.note(f"child {number}", [STORED])
    assert persons.state("child 0") is None
    assert persons.state(f"child {MOST_TALKS + 4}") == WAITING
    assert len(persons._talks) == MOST_TALKS


@contextmanager
def application(status: int) -> Iterator[tuple[Persons, list[dict[str, Any]]]]:
    """Persons of a bot whose staff's application answers so, and what it got.

    What is only asked for, got as {"asked": path}.
    """
    got: list[dict[str, Any]] = []

    class Application(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.end_headers()

        def do_GET(self) -> None:
            got.append({"asked": self.path})
            self.send_response(status)
            self.end_headers()

        def log_message(self, format: str, *arguments: Any) -> None:
            del format, arguments

    with HTTPServer(("127.0.0.1", 0), Application) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield Persons(Staff(StaffClient(f"http://127.0.0.1:{server.server_port}", "secret"))), got
        server.shutdown()


async def test_what_is_sent_again_has_the_same_key_and_all_else_another() -> None:
    with application(200) as (persons, got):
        persons.note("child", [STORED])
        for key in ("1", "1", "2", None, None):
            assert await persons.say("child", "words", "none", key)
    keys = [message["key"] for message in got]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 4


async def test_who_is_told_that_the_talk_is_over_has_the_bot_again() -> None:
    with application(409) as (persons, _):
        persons.note("child", [STORED])
        persons._talks["child"].live = TALKING
        assert not await persons.say("child", "words", "none")
        assert await persons.refresh("child") == WAITING


async def test_a_talk_that_ends_while_words_are_on_their_way_is_no_error(persons: Persons) -> None:
    persons.note("child", [STORED])
    persons.end("child")
    assert await persons.say("child", "words", "none") is False


async def test_an_application_that_failed_is_not_asked_with_every_message() -> None:
    with application(500) as (persons, got):
        persons.note("child", [STORED])
        persons.note("another", [STORED])
        assert await persons.refresh("child") == WAITING
        assert await persons.refresh("child") == WAITING
        assert await persons.refresh("another") == WAITING
        assert len(got) == 1
        persons._absence.until = 0.0
        assert await persons.refresh("child") == WAITING
        assert len(got) == 2
