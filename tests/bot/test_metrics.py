"""The operator's numbers after real conversations: they are right, and tell nothing of them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families

from beacon import project
from beacon.project import ROOT
from tests.conftest import ANSWER, MODEL, Chat, Servers, free_port, start_actions, start_bot

SAID = [
    "my name is Zwetelina Quabbelwurz and my ex leaked my nudes",
    "im 12 and i live in bulgaria",
    "he says i must pay 4711 leva, write to zweti@quabbel.example or +359 888 123 456",
    "where can i get help",
    "i want to die",
]


@dataclass
class Watched:
    """A bot, the port of its metrics, and the ids under which a child wrote."""

    bot: Servers
    port: int
    ids: list[str]
    before: str = ""

    def page(self) -> str:
        """The metrics now."""
        answer = requests.get(f"http://127.0.0.1:{self.port}/metrics", timeout=ANSWER)
        answer.raise_for_status()
        return answer.text

    def value(self, name: str, **labels: str) -> float:
        """One number of them."""
        families = text_string_to_metric_families(self.page())
        found = [
            sample.value
            for family in families
            for sample in family.samples
            if sample.name == name and sample.labels == labels
        ]
        assert len(found) == 1, f"{name} {labels} is there {len(found)} times"
        return float(found[0])

    def post(self, path: str, body: Any) -> Any:
        """What the page gets."""
        answer = requests.post(f"{self.bot.url}{path}", json=body, timeout=ANSWER)
        answer.raise_for_status()
        return answer.json()


@contextmanager
def running(folder: Path, *, with_actions: bool) -> Iterator[Watched]:
    """A bot with metrics; its action server is there or not."""
    port, actions_port, metrics_port = free_port(), free_port(), free_port()
    environment = {"BEACON_METRICS_PORT": str(metrics_port)}
    programs = [start_bot(folder, port, actions_port, environment=environment)]
    if with_actions:
        programs.append(start_actions(folder, actions_port))
    with Servers(f"http://127.0.0.1:{port}", tuple(programs)).ready() as bot:
        yield Watched(bot, metrics_port, [])


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """A bot after the same child has written on both of its channels."""
    with running(tmp_path_factory.mktemp("metrics"), with_actions=True) as found:
        found.before = found.page()
        _talk(found)
        yield found


def _talk(found: Watched) -> None:
    chat = Chat(found.bot.url)
    conversation = found.post("/chat/start", {})["conversation"]
    found.ids += [chat.sender, conversation]
    for text in SAID:
        chat.say(text)
        found.post("/chat/message", {"conversation": conversation, "text": text})


def test_the_messages_of_each_channel_are_counted(watched: Watched) -> None:
    families = text_string_to_metric_families(watched.page())
    messages = {
        (sample.labels["channel"], sample.labels["risk"]): sample.value
        for family in families
        if family.name == "beacon_messages"
        for sample in family.samples
    }
    for channel, expected in (("rest", len(SAID)), ("web", len(SAID)), ("classroom", 0)):
        assert sum(value for (name, _), value in messages.items() if name == channel) == expected
    assert messages["rest", "emergency"] == messages["web", "emergency"] == 1
    assert messages["rest", "unread"] == messages["web", "unread"] == 0


def test_every_turn_is_timed(watched: Watched) -> None:
    assert watched.value("beacon_turn_seconds_count", channel="web") == len(SAID)
    assert 0 < watched.value("beacon_turn_seconds_sum", channel="web") < 8 * len(SAID)


def test_both_emergencies_were_understood_and_answered(watched: Watched) -> None:
    assert watched.value("beacon_emergencies_understood_total") == 2
    assert watched.value("beacon_emergencies_answered_total") == 2


def test_the_look_ups_are_counted(watched: Watched) -> None:
    assert watched.value("beacon_look_ups_total", result="answered") >= 2
    assert watched.value("beacon_look_ups_total", result="failed") == 0
    assert watched.value("beacon_last_resorts_total", reason="service_down") == 0


def test_the_model_can_be_told_from_another(watched: Watched) -> None:
    expected = hashlib.sha256((ROOT / MODEL).read_bytes()).hexdigest()
    assert watched.value("beacon_model_info", sha256=expected) == 1


def test_the_register_is_watched(watched: Watched) -> None:
    assert watched.value("beacon_register_oldest_check_days") > 0


def test_the_public_port_has_no_metrics(watched: Watched) -> None:
    answer = requests.get(f"{watched.bot.url}/metrics", timeout=ANSWER)
    assert answer.status_code == 404
    assert "beacon_" not in answer.text


def test_after_the_conversations_nothing_but_values_has_changed(watched: Watched) -> None:
    """So no text, id, name, number or country of theirs can be there: all was, before them."""
    assert watched.before
    assert without_values(watched.page()) == without_values(watched.before)


def test_no_id_of_a_conversation_is_in_them(watched: Watched) -> None:
    page = watched.page()
    assert [one for one in watched.ids if one in page] == []


def test_no_country_and_no_number_to_dial_is_in_a_label(watched: Watched) -> None:
    labels = words(" ".join(re.findall(r'"([^"]*)"', without_values(watched.page()))))
    countries = project.register().all_countries()
    services = [service for country in countries for service in country.services]
    dialled = {
        number for one in (*services, *(c.emergency for c in countries)) for number in one.dial
    }
    named = {code.lower() for code in project.register().countries} | {"bulgaria"}
    assert {"emergency", "web"} <= labels
    assert not (dialled | named) & labels


def test_a_look_up_without_the_action_server_failed(tmp_path: Path) -> None:
    with running(tmp_path, with_actions=False) as lonely:
        chat = Chat(lonely.bot.url)
        chat.say("where can i get help")
        chat.say("i want to die")
        assert lonely.value("beacon_look_ups_total", result="failed") == 1
        assert lonely.value("beacon_look_ups_total", result="answered") == 0
        assert lonely.value("beacon_last_resorts_total", reason="service_down") == 1
        assert lonely.value("beacon_emergencies_answered_total") == 1


def without_values(page: str) -> str:
    """Names, labels and explanations; the hash of the model says nothing of anybody."""
    lines = [line if line[0] == "#" else line.rpartition(" ")[0] for line in page.splitlines()]
    return "\n".join(line for line in lines if "sha256" not in line)


def words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+|\d+", text.lower()))
