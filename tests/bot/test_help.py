"""Where to get help: in one turn where the country is named, asked for once where it is not."""

from __future__ import annotations

import pytest

from beacon import project
from beacon.register.look_up import find
from beacon.register.model import Audience, Need
from tests.conftest import Chat, Message


def cards_of(messages: list[Message]) -> list[tuple[str | None, list[str]]]:
    """The country and the services of every look-up among the messages."""
    found = [message["custom"] for message in messages if "custom" in message]
    return [(card["country"], [service["name"] for service in card["cards"]]) for card in found]


def services(country: str, need: Need) -> list[str]:
    found = find(project.register(), country, need, Audience.CHILD, most=3)
    return [service.name for service in found.services]


def asks_for_country(text: str) -> bool:
    return project.answer_book().phrase("ask_country") in text


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("help (germany)", "DE"),
        ("i live in zagreb", "HR"),
        ("Where can I get help in Bulgaria", "BG"),
        ("where can i get help in bulgaria", "BG"),
        ("numéro pour ado en Belgique", "BE"),
    ],
)
def test_a_country_in_the_question_is_answered_in_one_turn(
    chat: Chat, text: str, country: str
) -> None:
    assert cards_of(chat.say(text)) == [(country, services(country, Need.TALK))]
    assert chat.slots()["country"] == country


def test_a_named_country_is_not_asked_for(chat: Chat) -> None:
    assert not asks_for_country(chat.text("where can i get help in bulgaria"))


def test_the_country_is_asked_for_once(chat: Chat) -> None:
    asked = [asks_for_country(chat.text("where can i get help")) for _ in range(3)]
    assert asked == [True, False, False]


def test_a_disclosure_asks_for_the_country_once(chat: Chat) -> None:
    first = chat.text("someone is threatening to post my nudes")
    second = chat.text("my nudes got leaked in the group chat")
    assert (asks_for_country(first), asks_for_country(second)) == (True, False)


def test_help_across_borders_stands_in_meanwhile(chat: Chat) -> None:
    [(country, names)] = cards_of(chat.say("where can i get help"))
    assert country is None
    assert names


@pytest.mark.parametrize(
    ("question", "need"),
    [
        ("where can i get help", Need.TALK),
        ("how do i report someone", Need.REPORT),
        ("how do i get a picture removed from instagram", Need.REMOVE),
    ],
)
def test_a_country_named_afterwards_answers_the_remembered_need(
    chat: Chat, question: str, need: Need
) -> None:
    """Services that do not listen are followed by one that does."""
    chat.say(question)
    shown = services("BG", need)
    if need is Need.REMOVE:
        shown = [*shown, services("BG", Need.TALK)[0]]
    assert cards_of(chat.say("bulgaria")) == [("BG", shown)]


def test_a_disclosure_in_a_known_country_shows_its_services(chat: Chat) -> None:
    chat.say("i live in zagreb")
    shown = cards_of(chat.say("someone is threatening to post my nudes"))
    assert shown == [("HR", services("HR", Need.TALK))]


def test_who_wants_a_person_sees_the_services_once(chat: Chat) -> None:
    chat.say("i live in zagreb")
    assert len(cards_of(chat.say("i want to talk to a real person"))) == 1
