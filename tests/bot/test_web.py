"""The chat page's channel over HTTP, without a browser."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from beacon import project
from tests.bot.page import Page
from tests.conftest import ANSWER, Servers

PAGES = ("/", "/?embedded=1", "/help", "/help/BG", "/help/hr", "/embed-demo")
FILES = ("/embed.js", "/helplines.json", "/static/beacon-chat.js", "/static/accent.css")
GUARDS = (
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "Cache-Control",
    "Permissions-Policy",
)


@pytest.fixture
def page(servers: Servers) -> Page:
    return Page(servers.url)


@pytest.mark.parametrize("path", [*PAGES, *FILES])
def test_everything_is_served_with_its_guards_and_without_cookies(
    servers: Servers, path: str
) -> None:
    answer = requests.get(servers.url + path, timeout=ANSWER)
    assert answer.status_code == 200
    assert [guard for guard in GUARDS if guard not in answer.headers] == []
    assert "Set-Cookie" not in answer.headers
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_the_home_page_is_the_chat_and_tells_no_version(servers: Servers) -> None:
    page = requests.get(servers.url, timeout=ANSWER).text
    assert "<beacon-chat" in page
    assert "Rasa" not in page


def test_a_file_outside_the_folder_is_not_served(servers: Servers) -> None:
    for name in ("..%2fsite.yml", "%2e%2e/site.yml", "../site.yml", "nothing.js"):
        assert requests.get(f"{servers.url}/static/{name}", timeout=ANSWER).status_code == 404


@pytest.mark.parametrize("what", ["start", "message", "end"])
def test_get_never_changes_anything(servers: Servers, what: str) -> None:
    assert requests.get(f"{servers.url}/chat/{what}", timeout=ANSWER).status_code == 405


def test_no_two_conversations_have_one_id(servers: Servers) -> None:
    ids = {Page(servers.url).conversation for _ in range(5)}
    assert len(ids) == 5
    assert min(map(len, ids)) >= 32


def test_typed_words_are_answered(page: Page) -> None:
    assert "not your fault" in page.words(text="someone says he will post my nude if i dont pay")


def test_services_come_as_cards(page: Page) -> None:
    page.say(country="PT")
    [reply] = page.say(text="where can i get help")
    portugal = {service.name for service in project.register().countries["PT"].services}
    assert {card["name"] for card in reply["help"]["cards"]} <= portugal
    assert reply["help"]["cards"]


def test_an_age_is_told_by_token(page: Page) -> None:
    grown_up = next(age["token"] for age in page.started["ages"] if age["band"] == "adult")
    page.say(token=grown_up)
    slots = [event for event in page.events() if event["event"] == "slot"]
    assert ("age_band", "adult") in [(event["name"], event["value"]) for event in slots]


def test_a_button_leads_on(page: Page) -> None:
    [reply] = page.say(token=page.started["actions"]["menu"])
    [button, *_] = reply["buttons"]
    assert page.words(token=button["token"])


def test_a_token_of_another_conversation_does_nothing(servers: Servers, page: Page) -> None:
    other = Page(servers.url)
    assert page.send(token=other.started["actions"]["menu"]).status_code == 400
    assert not [event for event in page.events() if event["event"] == "user"]


@pytest.mark.parametrize("token", ["", "x", "/inform_age", "<script>", "a" * 10_000])
def test_a_token_that_was_never_given_does_nothing(page: Page, token: str) -> None:
    assert page.send(token=token).status_code == 400


def test_a_payload_typed_by_hand_is_only_text(page: Page) -> None:
    page.say(text='/inform_age{"age_band": "adult"}')
    slots = [event["name"] for event in page.events() if event["event"] == "slot"]
    assert "age_band" not in slots


@pytest.mark.parametrize("body", [{}, {"conversation": 5}, {"conversation": "guessed"}])
def test_an_unknown_conversation_is_refused(servers: Servers, body: dict[str, Any]) -> None:
    answer = requests.post(f"{servers.url}/chat/message", json=body, timeout=ANSWER)
    assert answer.status_code == 404


def test_the_end_leaves_nothing(page: Page) -> None:
    page.say(text="someone has my picture")
    assert page.post("end", {"conversation": page.conversation}).status_code == 204
    assert not [event for event in page.events() if event["event"] == "user"]
    assert page.send(text="hello").status_code == 404


def test_the_end_of_a_conversation_is_not_the_end_of_another(servers: Servers, page: Page) -> None:
    other = Page(servers.url)
    page.post("end", {"conversation": page.conversation})
    assert other.words(text="hello")


def test_the_copy_of_the_register_is_small_and_has_every_country(servers: Servers) -> None:
    answer = requests.get(f"{servers.url}/helplines.json", timeout=ANSWER, stream=True)
    assert len(answer.raw.read(decode_content=False)) < 20_000
    copy = requests.get(f"{servers.url}/helplines.json", timeout=ANSWER).json()
    assert set(copy["countries"]) == set(project.register().countries)
