from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from beacon.handover.client import TALKING, WAITING, StaffClient
from beacon.handover.staff import Staff
from beacon.rasa.channels.person import LONGEST_SILENCE, MOST_TALKS, TRIES, Persons
from tests.unit.handover.application import OVER, WAITS, Application, running


def stored(may_read: str = "yes", key: str = "key") -> dict[str, Any]:
    return {"answer": "hand_over_stored", "facts": {"hand_over": key, "may_read": may_read}}


STORED = stored()
DECLINED = {"answer": "hand_over_declined", "facts": {}}
FAILED = {"answer": "hand_over_failed", "facts": {}}


@pytest.fixture
def persons() -> Persons:
    """Those of a bot whose staff's application is away."""
    return Persons(Staff(StaffClient("http://127.0.0.1:9", "secret")), pause=0.01)


@pytest.fixture
def application() -> Iterator[Application]:
    with running(Application()) as one:
        yield one


@pytest.fixture
def persons_of(application: Application) -> Persons:
    """Those of a bot whose staff's application answers."""
    return Persons(Staff(application.client), pause=0.01)


def test_a_talk_begins_only_where_a_reply_says_that_it_is_stored(persons: Persons) -> None:
    persons.note("child", [{"answer": "hand_over_failed", "facts": {}}])
    assert persons.state("child") is None
    persons.note("child", [{"answer": "greet"}, STORED])
    assert persons.state("child") == WAITING
    assert persons.state("another") is None


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


async def test_what_is_sent_again_has_the_same_key_and_all_else_another(
    persons_of: Persons, application: Application
) -> None:
    persons_of.note("child", [STORED])
    for key in ("1", "1", "2", None, None):
        assert await persons_of.say("child", "words", "none", key)
    keys = [message["key"] for message in application.said]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 4


async def test_who_is_told_that_the_talk_is_over_has_the_bot_again(
    persons_of: Persons, application: Application
) -> None:
    application.status = 409
    persons_of.note("child", [STORED])
    persons_of._talks["child"].live = TALKING
    assert not await persons_of.say("child", "words", "none")
    assert await persons_of.refresh("child") == WAITING


async def test_a_talk_that_ends_while_words_are_on_their_way_is_no_error(persons: Persons) -> None:
    persons.note("child", [STORED])
    persons.end("child")
    assert await persons.say("child", "words", "none") is False


async def test_an_application_that_failed_is_not_asked_with_every_message(
    persons_of: Persons, application: Application
) -> None:
    application.status = 500
    persons_of.note("child", [STORED])
    persons_of.note("another", [STORED])
    assert await persons_of.refresh("child") == WAITING
    assert await persons_of.refresh("child") == WAITING
    assert await persons_of.refresh("another") == WAITING
    assert len(application.got) == 1
    persons_of._absence.until = 0.0
    assert await persons_of.refresh("child") == WAITING
    assert len(application.got) == 2


async def test_an_answer_that_is_not_as_agreed_is_an_absence(
    persons_of: Persons, application: Application
) -> None:
    application.answer = {}
    persons_of.note("child", [STORED])
    assert await persons_of.refresh("child") == WAITING
    assert (await persons_of.updates("child", 0))["live"] == WAITING


# What a waiting child tells the bot


async def test_words_follow_only_where_they_may_be_read(
    persons_of: Persons, application: Application
) -> None:
    persons_of.note("child", [stored("yes")])
    persons_of.note("silent child", [stored("no", "another key")])
    for child in ("child", "silent child", "a child without a talk"):
        await persons_of.follow(child, "he found my school", "none", "1")
    assert [body["text"] for body in application.said] == ["he found my school"]


async def test_where_they_may_not_be_read_the_danger_in_them_is_told(
    persons_of: Persons, application: Application
) -> None:
    persons_of.note("child", [stored("no")])
    await persons_of.follow("child", "i want to die", "emergency", "1")
    ((text, risk),) = [(body["text"], body["risk"]) for body in application.said]
    assert (text, risk) == ("", "emergency")


async def test_what_does_not_arrive_is_sent_again_for_a_while(
    persons_of: Persons, application: Application
) -> None:
    application.status = 500
    persons_of.note("child", [STORED])
    following = asyncio.ensure_future(persons_of.follow("child", "words", "none", "1"))
    while len(application.said) < 2:
        await asyncio.sleep(0.01)
    application.status = 200
    await following
    assert len({body["key"] for body in application.said}) == 1
    application.status = 500
    application.got.clear()
    await persons_of.follow("child", "more words", "none", "2")
    assert len(application.said) == TRIES


async def test_a_yes_that_is_taken_back_holds_for_what_is_still_on_its_way(
    persons_of: Persons, application: Application
) -> None:
    application.status = 500
    persons_of.note("child", [stored("yes")])
    following = asyncio.ensure_future(persons_of.follow("child", "words", "none", "1"))
    while not application.said:
        await asyncio.sleep(0.01)
    persons_of.note("child", [stored("no")])
    await following
    application.status = 200
    sent = len(application.said)
    await persons_of.follow("child", "more words", "none", "2")
    assert len(application.said) == sent


# Another decision


@pytest.mark.parametrize(("first", "then"), [("yes", "no"), ("no", "yes")])
async def test_what_the_child_allows_later_counts(
    persons_of: Persons, application: Application, first: str, then: str
) -> None:
    persons_of.note("child", [stored(first)])
    persons_of.note("child", [stored(then)])
    await persons_of.follow("child", "words", "none", "1")
    assert bool(application.said) is (then == "yes")


def test_a_decision_takes_no_person_away(persons: Persons) -> None:
    persons.note("child", [STORED])
    persons._talks["child"].live = TALKING
    persons.note("child", [stored("no")])
    assert persons.state("child") == TALKING


@pytest.mark.parametrize("reply", [DECLINED, FAILED])
async def test_of_a_wish_that_is_taken_back_or_failed_nobody_is_to_come(
    persons_of: Persons, application: Application, reply: dict[str, Any]
) -> None:
    persons_of.note("child", [STORED])
    assert persons_of.note("child", [reply])
    assert persons_of.state("child") is None
    while "/api/hand-overs/key/end" not in application.paths:
        await asyncio.sleep(0.01)
    persons_of.recall("child", [STORED, reply])
    assert persons_of.state("child") is None


async def test_who_asks_again_after_a_failure_waits_again(persons: Persons) -> None:
    persons.note("child", [STORED])
    persons.note("child", [FAILED])
    persons.note("child", [STORED])
    assert persons.state("child") == WAITING
    persons.recall("child", [STORED, FAILED, STORED])
    assert persons.state("child") == WAITING


# What another server began


async def test_a_talk_of_another_server_stands_as_the_staff_say(
    persons_of: Persons, application: Application
) -> None:
    persons_of.recall("child", [STORED])
    assert persons_of.state("child") is None
    assert await persons_of.refresh("child") == WAITING
    application.answer = {**WAITS, "live": "talking"}
    assert await persons_of.refresh("child") == TALKING


@pytest.mark.parametrize(("status", "answer"), [(200, OVER), (404, WAITS)])
async def test_a_talk_that_is_over_or_not_known_is_asked_about_once(
    persons_of: Persons, application: Application, status: int, answer: dict[str, Any]
) -> None:
    application.status, application.answer = status, answer
    for _ in range(3):
        persons_of.recall("child", [STORED])
        assert await persons_of.refresh("child") is None
    assert len(application.asked) == 1


async def test_an_application_that_hangs_revives_nothing(
    persons_of: Persons, application: Application
) -> None:
    application.status = 500
    for _ in range(3):
        persons_of.recall("child", [STORED])
        assert await persons_of.refresh("child") is None
    assert len(application.asked) == 1
    application.status, application.answer = 200, OVER
    persons_of._absence.until = 0.0
    assert await persons_of.refresh("child") is None
    assert persons_of._talks == {}


async def test_a_page_that_waits_goes_on_waiting_at_another_server(
    persons_of: Persons, application: Application
) -> None:
    application.status = 500
    persons_of.recall("child", [STORED])
    assert (await persons_of.updates("child", 0))["live"] == WAITING
    assert persons_of.state("child") is None
    application.status = 200
    assert (await persons_of.updates("child", 0))["live"] == WAITING
    assert persons_of.state("child") == WAITING


async def test_a_page_that_waits_hears_at_another_server_why_it_is_over(
    persons_of: Persons, application: Application
) -> None:
    application.answer = {**OVER, "ended": "nobody"}
    persons_of.recall("child", [STORED])
    assert (await persons_of.updates("child", 0))["ended"] == "nobody"
    assert persons_of.state("child") is None


async def test_what_was_decided_at_another_server_counts_here(
    persons_of: Persons, application: Application
) -> None:
    persons_of.note("child", [stored("yes")])
    persons_of.recall("child", [stored("yes"), stored("no")])
    await persons_of.follow("child", "words", "none", "1")
    assert application.said == []
    persons_of.recall("child", [stored("yes"), stored("no"), DECLINED])
    assert persons_of.state("child") is None


async def test_news_of_an_earlier_talk_end_no_later_one(
    persons_of: Persons, application: Application
) -> None:
    application.answer, application.pieces = OVER, 5
    persons_of.note("child", [STORED])
    news = asyncio.ensure_future(persons_of.updates("child", 0))
    while not application.asked:
        await asyncio.sleep(0.01)
    persons_of.note("child", [stored("yes", "a later key")])
    assert (await news)["live"] == "over"
    assert persons_of.state("child") == WAITING
