"""The crowd of the faults would notice what it looks for."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.cluster.children import Child, Crowd, Message, Seen

NOTHING: Any = None


@pytest.fixture
def crowd() -> Crowd:
    """Two children from one country, who have said one thing each."""
    found = Crowd("http://nowhere", size=2)
    for number in (0, 1):
        child = Child("http://nowhere", number, "PT", NOTHING, conversation=f"chat-{number}")
        now = time.monotonic()
        child.messages.append(Message(f"{number}-0", sent=now, answered=now))
        found.children.append(child)
    return found


def seen(crowd: Crowd, first: list[str], second: list[str]) -> Seen:
    return crowd.seen("none", 0.0, {"chat-0": first, "chat-1": second}, {})


def test_a_chat_with_its_own_messages_is_safe(crowd: Crowd) -> None:
    assert seen(crowd, ["0-0"], ["1-0"]).is_safe


def test_a_message_in_the_chat_of_another_child_is_crossed(crowd: Crowd) -> None:
    found = seen(crowd, ["0-0", "1-0"], ["1-0"])
    assert (found.crossed, found.lost, found.doubled) == (1, 0, 0)


def test_messages_in_each_other_s_chats_are_lost_and_crossed(crowd: Crowd) -> None:
    found = seen(crowd, ["1-0"], ["0-0"])
    assert (found.crossed, found.lost) == (2, 2)


def test_a_message_that_is_kept_twice_is_doubled(crowd: Crowd) -> None:
    assert seen(crowd, ["0-0", "0-0"], ["1-0"]).doubled == 1


def shown(country: str | None, number: str) -> dict[str, Any]:
    cards = [{"name": "A line", "dial": [number]}]
    return {"before": [], "help": {"country": country, "emergency": None, "cards": cards}}


@pytest.mark.parametrize(
    ("country", "number", "crossed"),
    [("PT", "116 111", 0), (None, "116 111", 0), ("NL", "116 111", 1), ("PT", "0800 0432", 1)],
)
def test_a_number_that_is_not_of_the_child_s_country_is_crossed(
    crowd: Crowd, country: str | None, number: str, crossed: int
) -> None:
    [child, _] = crowd.children
    child.look_at(child.messages[0], [shown(country, number)])
    assert len(child.crossed) == crossed
