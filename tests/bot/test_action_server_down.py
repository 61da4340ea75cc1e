"""The child still gets numbers that work when the action server does not answer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from beacon import project
from beacon.register.look_up import find
from beacon.register.model import Audience, Need
from tests.bot.page import Page
from tests.conftest import Chat, Servers, free_port, start_bot


@pytest.fixture(scope="module")
def lonely_bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """A bot whose action server is not there."""
    folder, port = tmp_path_factory.mktemp("lonely"), free_port()
    programs = (start_bot(folder, port, free_port()),)
    with Servers(f"http://127.0.0.1:{port}", programs).ready() as running:
        yield running


@pytest.fixture
def lonely_chat(lonely_bot: Servers) -> Chat:
    return Chat(lonely_bot.url)


def test_it_says_once_that_something_is_wrong(lonely_chat: Chat) -> None:
    reply = lonely_chat.text("where can i get help")
    assert reply.count(project.answer_book().phrase("service_down")) == 1


def test_it_gives_the_emergency_number(lonely_chat: Chat) -> None:
    number = project.register().default_emergency.number
    expected = project.answer_book().phrase("emergency").format(number=number)
    assert expected in lonely_chat.text("where can i get help")


def test_it_gives_the_services_across_borders(lonely_chat: Chat) -> None:
    found = find(project.register(), None, Need.TALK, Audience.CHILD, most=3)
    reply = lonely_chat.text("where can i get help")
    assert [service.name for service in found.services if service.name not in reply] == []


def test_it_gives_the_services_of_a_named_country(lonely_chat: Chat) -> None:
    found = find(project.register(), "BG", Need.TALK, Audience.CHILD, most=3)
    reply = lonely_chat.text("where can i get help in bulgaria")
    assert [service.name for service in found.services if service.name not in reply] == []


def test_it_speaks_the_language_that_the_child_has_written_in(lonely_chat: Chat) -> None:
    opening = project.answer_book().phrases["de"]["emergency"].format(number="112")
    reply = lonely_chat.text("wo bekomme ich hilfe? ich wohne in deutschland")
    assert reply.startswith(opening)
    assert project.answer_book().phrase("service_down") in reply


def test_a_crisis_is_answered_as_ever(lonely_chat: Chat) -> None:
    reply = lonely_chat.text("i want to die")
    crisis = project.answer_book().answers["crisis_self_harm"]
    assert any(variant.text["11-13"] in reply for variant in crisis.variants)
    assert project.answer_book().phrase("service_down") not in reply


def test_the_conversation_goes_on_after_a_failure(lonely_chat: Chat) -> None:
    lonely_chat.say("where can i get help")
    lonely_chat.say("are you a robot")
    assert lonely_chat.intent() == "ask_bot_identity"


def test_a_message_without_an_answer_that_comes_again_stands_in_the_chat_once(
    lonely_bot: Servers,
) -> None:
    page = Page(lonely_bot.url)
    for _ in range(2):
        page.say(text="where can i get help in bulgaria", key="one")
    users = [event for event in page.events("APPLIED") if event["event"] == "user"]
    assert [event["metadata"]["key"] for event in users] == ["one"]
    page.say(text="are you a robot", key="two")
    assert page.events()[-1]["event"] == "action"
    assert page.slots()["country"] == "BG"
