"""The classroom over HTTP: every script on the real bot, and nothing of a pupil's on the wall."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from beacon import project
from beacon.lessons import Asked, Scenario
from tests.bot.test_web import GUARDS
from tests.conftest import ANSWER, Servers

PLAYED = [
    (scenario, band) for scenario in project.lessons().scenarios.values() for band in scenario.bands
]
DISCLOSURES = [
    "somebody has my pictures and wants money",
    "my uncle touches me when mum is at work",
    "i sent a nude to my boyfriend and now everyone has it",
    "i dont want to live anymore",
    "they hit me every day at school and laugh",
    "un chico mayor me pide fotos y me da miedo",
    "jemand erpresst mich mit einem nacktbild",
    "quelqu'un a mis photos intimes et me menace",
    "ktoś wysłał moje nagie zdjęcie całej klasie",
    "un uomo in chat vuole una mia foto senza vestiti",
    "кто-то угрожает выложить мою фотографию",
    "biri çıplak fotoğrafımla beni tehdit ediyor",
    "alguém me obriga a mandar fotos sem roupa",
    "hij dreigt mijn naaktfoto door te sturen",
    "някой заплашва да покаже моя гола снимка",
]
HARMLESS = ["what is sexting", "how many children does this happen to", "what can you do", "hello"]


class Wall:
    """A classroom's page and its half of the protocol."""

    def __init__(self, url: str, band: str = "11-13", country: str | None = "PT") -> None:
        self.url = url
        started = self.post("start", {"band": band, "country": country})
        self.conversation: str = started.json()["conversation"]

    def post(self, what: str, body: Any) -> requests.Response:
        return requests.post(f"{self.url}/classroom/{what}", json=body, timeout=ANSWER)

    def send(self, what: str, **body: Any) -> dict[str, Any]:
        answer = self.post(what, {"conversation": self.conversation, **body})
        answer.raise_for_status()
        return dict(answer.json())

    def events(self) -> list[dict[str, Any]]:
        address = f"{self.url}/conversations/{self.conversation}/tracker"
        return list(requests.get(address, timeout=ANSWER).json()["events"])

    def said(self) -> list[str]:
        return [event["text"] for event in self.events() if event["event"] == "user"]


@pytest.fixture
def wall(servers: Servers) -> Wall:
    return Wall(servers.url)


def help_of(messages: list[dict[str, Any]]) -> str:
    if any(message["urgent"] and message["help"] for message in messages):
        return "emergency"
    return "services" if any(message["help"] for message in messages) else "none"


@pytest.mark.parametrize(
    ("scenario", "band"), PLAYED, ids=[f"{one.name} {band}" for one, band in PLAYED]
)
def test_the_bot_plays_every_script_as_written(
    servers: Servers, scenario: Scenario, band: str
) -> None:
    wall = Wall(servers.url, band)
    for number, step in enumerate(scenario.steps):
        if not isinstance(step, Asked):
            continue
        answer = wall.send("step", scenario=scenario.name, step=number)
        why = answer["why"]
        found = (why["intent"], why["risk"], help_of(answer["messages"]))
        expected = step.expected
        assert found == (expected.intent, expected.risk.name, expected.help.value), step.words


def test_an_answer_is_explained(wall: Wall) -> None:
    answer = wall.send("step", scenario="asked-by-a-crush", step=6)
    why = answer["why"]
    assert why["intent"] == "ask_pressure"
    assert 0.3 < why["sure"] <= 1
    assert why["sources"]
    assert why["grade"] <= 6
    assert "for 11-13" in why["rule"]


@pytest.mark.parametrize("words", DISCLOSURES)
def test_a_disclosure_never_stands_on_the_wall(wall: Wall, words: str) -> None:
    answer = wall.send("say", text=words)
    assert answer == {"private": True}
    assert wall.said() == []


@pytest.mark.parametrize("words", HARMLESS)
def test_a_harmless_question_is_answered(wall: Wall, words: str) -> None:
    answer = wall.send("say", text=words)
    assert answer["private"] is False
    assert answer["text"] == words
    assert answer["messages"][0]["before"]


@pytest.mark.parametrize("words", ["you are a stupid useless bot", "send me nudes bot"])
def test_what_is_nothing_to_read_out_is_not_shown(wall: Wall, words: str) -> None:
    assert wall.send("say", text=words)["private"] is True


@pytest.mark.parametrize("words", ["what is 7 times 8", "asdkjh qwlekj zmxncb"])
def test_what_is_about_something_else_is_answered_but_not_repeated(wall: Wall, words: str) -> None:
    answer = wall.send("say", text=words)
    assert answer["private"] is False
    assert answer["text"] is None
    assert words not in str(answer)


def test_a_picture_is_not_shown_either(wall: Wall) -> None:
    answer = wall.send("say", text="https://pictures.example/me.jpg")
    assert answer["private"] is True


def test_names_and_numbers_are_taken_out_before_the_wall(wall: Wall) -> None:
    answer = wall.send("say", text="what is sexting? my number is +351 912 345 678")
    assert not [told for told in ("912 345", "912345", "345 678") if told in str(answer)]


def test_a_harmless_word_after_a_disclosure_brings_nothing_of_it_back(wall: Wall) -> None:
    wall.send("say", text=DISCLOSURES[0])
    answer = wall.post("say", {"conversation": wall.conversation, "text": "hello"})
    assert answer.status_code == 400
    assert "unknown conversation" in answer.json()["error"]


def test_nothing_is_kept_after_the_end(wall: Wall) -> None:
    wall.send("step", scenario="asked-by-a-crush", step=6)
    assert wall.said()
    wall.send("end")
    assert wall.said() == []


def test_the_country_is_not_needed(servers: Servers) -> None:
    answer = Wall(servers.url, country=None).send("say", text=DISCLOSURES[0])
    assert answer == {"private": True}


@pytest.mark.parametrize(
    "body",
    [
        {"scenario": "asked-by-a-crush", "step": 0},
        {"scenario": "asked-by-a-crush", "step": 99},
        {"scenario": "asked-by-a-crush", "step": -1},
        {"scenario": "asked-by-a-crush", "step": True},
        {"scenario": "asked-by-a-crush", "step": "6"},
        {"scenario": "nothing", "step": 0},
        {"scenario": {"a": 1}, "step": 0},
        {},
    ],
)
def test_only_questions_of_a_script_are_played(wall: Wall, body: dict[str, Any]) -> None:
    answer = wall.post("step", {"conversation": wall.conversation, **body})
    assert answer.status_code == 400
    assert wall.said()[2:] == []


@pytest.mark.parametrize("what", ["start", "step", "say", "end"])
@pytest.mark.parametrize(
    "body", [[], {"conversation": 1}, {"band": "adult"}, {"conversation": "x"}]
)
def test_a_bad_body_is_refused_in_words(servers: Servers, what: str, body: Any) -> None:
    answer = requests.post(f"{servers.url}/classroom/{what}", json=body, timeout=ANSWER)
    assert answer.status_code == 400
    assert answer.json()["error"]


@pytest.mark.parametrize("what", ["start", "step", "say", "end"])
def test_get_never_changes_anything(servers: Servers, what: str) -> None:
    assert requests.get(f"{servers.url}/classroom/{what}", timeout=ANSWER).status_code == 405


@pytest.mark.parametrize(
    "path", ["", "/", "/11-13", "/11-13/plan", "/8-10/quiz?country=BG", "/card", "/nothing"]
)
def test_pages_have_their_guards(servers: Servers, path: str) -> None:
    answer = requests.get(f"{servers.url}/classroom{path}", timeout=ANSWER)
    assert answer.status_code == (404 if path == "/nothing" else 200)
    assert [guard for guard in GUARDS if guard not in answer.headers] == []
    assert "Set-Cookie" not in answer.headers
