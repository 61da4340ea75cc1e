from __future__ import annotations

import asyncio
from typing import Any

import pytest

from beacon.handover.client import StaffClient, StaffUnreachableError
from beacon.handover.counting import MOST_WAITING, Counting, about_turn, kinds_of
from tests.unit.handover.application import Application, running

MESSAGE = {"intent": {"name": "disclose_sextortion"}, "risk": {"level": "high"}}
SLOTS = {"age_band": "11-13", "country": "PT", "language": None}


class Taking(StaffClient):
    """Takes events, or is away."""

    def __init__(self, is_away: bool = False) -> None:
        super().__init__("http://127.0.0.1:9", "secret")
        self.is_away = is_away
        self.taken: list[dict[str, Any]] = []

    async def count(self, events: list[dict[str, Any]]) -> None:
        if self.is_away:
            raise StaffUnreachableError
        self.taken += events


def test_a_group_holds_what_is_known_and_nothing_else() -> None:
    about = about_turn(SLOTS, MESSAGE)
    assert about["topic"] == "disclose_sextortion"
    assert set(about) == {"topic", "risk", "age_band", "country", "language"}
    assert set(about_turn({}, {}).values()) == {None}


@pytest.mark.parametrize(
    ("message", "replies", "kinds"),
    [
        (MESSAGE, [{"custom": {"v": 1}}], ["understood", "help_shown"]),
        ({"intent": {"name": "nlu_fallback"}}, [{}], ["not_understood"]),
        ({}, [], ["not_understood"]),
        ({"intent": {"name": "request_human"}}, [{}], ["understood", "asked_person"]),
        (MESSAGE, [{"answer": "hand_over_stored"}], ["understood", "handed_over"]),
        (MESSAGE, [{"answer": "hand_over_failed"}], ["understood", "hand_over_failed"]),
    ],
)
def test_what_happened_in_a_turn(
    message: dict[str, Any], replies: list[dict[str, Any]], kinds: list[str]
) -> None:
    assert kinds_of(message, replies) == kinds


async def sent(counting: Counting) -> None:
    """Once it has tried to send."""
    assert counting._task is not None
    await asyncio.wait_for(counting._task, 60)


async def test_events_go_together_without_words() -> None:
    application = Taking()
    counting = Counting(application, pause=0.01)
    counting.count("chat", {})
    counting.count("understood", {**about_turn(SLOTS, MESSAGE), "text": "a secret"})
    await sent(counting)
    group = {"topic": "disclose_sextortion", "risk": "high", "age_band": "11-13", "country": "PT"}
    assert application.taken == [{"kind": "chat"}, {"kind": "understood", **group}]


async def test_events_wait_while_the_application_is_away() -> None:
    application = Taking(is_away=True)
    counting = Counting(application, pause=0.01)
    counting.count("chat", {})
    await sent(counting)
    application.is_away = False
    counting.count("chat", {})
    await sent(counting)
    assert len(application.taken) == 2


async def test_an_event_that_is_not_taken_does_not_hold_up_the_next() -> None:
    with running(Application(status=400)) as application:
        counting = Counting(application.client, pause=0.01)
        counting.count("unheard of", {})
        await sent(counting)
        application.status = 202
        counting.count("chat", {})
        await sent(counting)
    assert application.got[-1] == {"events": [{"kind": "chat"}]}


async def test_too_many_are_dropped() -> None:
    application = Taking(is_away=True)
    counting = Counting(application, pause=60)
    for _ in range(MOST_WAITING + 10):
        counting.count("chat", {})
    assert len(counting._events) == MOST_WAITING
