from __future__ import annotations

from typing import Any

import pytest

from beacon.handover.body import MOST_BYTES
from beacon.handover.client import StaffUnreachableError, TalkIsOverError
from tests.unit.handover.application import WAITS, Application, running


async def test_an_answer_that_comes_in_pieces_is_read_to_its_end() -> None:
    said = [{"id": number, "text": "words " * 100} for number in range(100)]
    with running(Application(answer={**WAITS, "messages": said}, pieces=4)) as application:
        assert (await application.client.updates("key", 0))["messages"] == said


async def test_an_answer_without_end_is_left() -> None:
    said = [{"id": 1, "text": "x" * MOST_BYTES}]
    with (
        running(Application(answer={**WAITS, "messages": said})) as application,
        pytest.raises(StaffUnreachableError),
    ):
        await application.client.updates("key", 0)


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {**WAITS, "live": None},
        {**WAITS, "live": "unheard of"},
        {**WAITS, "live": ["over"]},
        {**WAITS, "live": "over", "ended": "unheard of"},
        {**WAITS, "messages": None},
        {**WAITS, "messages": ["words"]},
        {**WAITS, "messages": [{"id": "x", "text": "words"}]},
        [],
        "words",
        None,
    ],
)
async def test_an_answer_that_is_not_as_agreed_is_none(answer: Any) -> None:
    with running(Application(answer=answer)) as application, pytest.raises(StaffUnreachableError):
        await application.client.updates("key", 0)


@pytest.mark.parametrize("answer", [{}, {"live": None}, {"live": "stored"}])
async def test_without_a_word_of_how_it_stands_nothing_counts_as_stored(answer: Any) -> None:
    with running(Application(answer=answer)) as application, pytest.raises(StaffUnreachableError):
        await application.client.hand_over({"key": "key"})


async def test_only_what_was_agreed_goes_on() -> None:
    more = {**WAITS, "key": "key", "messages": [{"id": 1, "text": "Hi", "worker": "Wanda"}]}
    with running(Application(answer=more)) as application:
        news = await application.client.updates("key", 0)
    assert news == {**WAITS, "messages": [{"id": 1, "text": "Hi"}]}


@pytest.mark.parametrize("status", [404, 409])
async def test_what_is_over_or_not_known_is_told(status: int) -> None:
    with running(Application(status=status)) as application, pytest.raises(TalkIsOverError):
        await application.client.say("key", {})


async def test_words_arrive_as_they_were_written() -> None:
    with running(Application()) as application:
        await application.client.say("key", {"text": "він має фото 😀"})
        await application.client.say("key", {"text": "half \ud83d"})
    assert [body["text"] for body in application.got] == ["він має фото 😀", "half ?"]
