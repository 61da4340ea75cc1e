"""What is counted at which moment, and what can never be in a number's name."""

from __future__ import annotations

import re
import socket
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import requests
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore

from beacon import metrics, project
from beacon.answers.turn import Turn
from beacon.cluster.counters import SharedRateLimit
from beacon.cluster.database import Database, DatabaseAwayError
from beacon.door.rate import RateLimit
from beacon.handover.staff import Staff
from beacon.levels import Risk
from beacon.rasa.channels.door_input import DoorInput, Incoming
from beacon.rasa.channels.person import Persons
from beacon.rasa.channels.person_input import PersonInput
from beacon.rasa.generator import AnswerBookGenerator
from beacon.rasa.metrics_port import model_of
from tests.conftest import free_port
from tests.unit.rasa.channels.processors import processor

Says = Callable[[UserMessage], Awaitable[None]]
EMERGENCY = "In danger right now: call 112."


def value(name: str, **labels: str) -> float:
    found = metrics.REGISTRY.get_sample_value(name, labels)
    assert found is not None, f"{name} {labels} is not there"
    return found


class Growth:
    """How much a number has grown since it was made."""

    def __init__(self, name: str, **labels: str) -> None:
        self._about = (name, labels)
        self._before = self._now()

    def _now(self) -> float:
        name, labels = self._about
        return value(name, **labels)

    def __call__(self) -> float:
        return self._now() - self._before


class Channel(DoorInput):
    """The channel with a name and nothing around it."""

    @classmethod
    def name(cls) -> str:
        return "rest"


def says(text: str, risk: Risk = Risk.none, action: str = "utter_greet") -> Says:
    """A bot that understands this and says that; nothing where the text is empty."""

    async def handle(message: UserMessage) -> None:
        turn = metrics.this_turn()
        assert turn
        turn.understood(risk, action)
        if text:
            await message.output_channel.send_text_message(message.sender_id, text)

    return handle


class Forgetful:
    """An agent that handles a message as it is told, and remembers no conversation."""

    def __init__(self, handler: Says) -> None:
        self.tracker_store = self
        self.lock_store = InMemoryLockStore()
        self.processor = processor(handler)

    async def retrieve(self, sender: str) -> None:
        del sender


async def answered(handler: Says, text: str = "some words", sender: str = "child") -> str:
    replies = await Channel().answer(Forgetful(handler), Incoming(sender, text))
    return "\n".join(reply.get("text") or "" for reply in replies)


def not_answered() -> Callable[[], float]:
    understood = Growth("beacon_emergencies_understood_total")
    reached = Growth("beacon_emergencies_answered_total")
    return lambda: understood() - reached()


async def test_an_emergency_whose_reply_has_the_number_is_answered() -> None:
    missing, understood = not_answered(), Growth("beacon_emergencies_understood_total")
    await answered(says(EMERGENCY, Risk.emergency))
    assert (understood(), missing()) == (1, 0)


async def test_an_emergency_whose_reply_has_no_number_makes_the_difference_grow() -> None:
    missing = not_answered()
    await answered(says("Tell me more about that.", Risk.emergency))
    assert missing() == 1


async def test_a_helpline_alone_is_no_emergency_number() -> None:
    missing = not_answered()
    await answered(says("Call 116 111, or 0800 112 11, or +999 5.", Risk.emergency))
    assert missing() == 1


async def test_an_emergency_that_is_only_met_with_the_last_resort_has_its_number() -> None:
    missing = not_answered()
    assert "112" in await answered(says("", Risk.emergency))
    assert missing() == 0


async def test_what_breaks_after_it_was_understood_counts_as_an_emergency() -> None:
    async def breaks(message: UserMessage) -> None:
        await says(" ", Risk.emergency)(message)
        raise RuntimeError("words of a child")

    missing = not_answered()
    await answered(breaks)
    assert missing() == 1


async def test_high_risk_is_no_emergency() -> None:
    understood = Growth("beacon_emergencies_understood_total")
    await answered(says(EMERGENCY, Risk.high))
    assert understood() == 0


async def test_only_the_first_prediction_of_a_turn_counts() -> None:
    understood = Growth("beacon_emergencies_understood_total")
    with metrics.measured_turn("web") as turn:
        turn.understood(Risk.emergency, "utter_crisis")
        turn.understood(Risk.emergency, "action_listen")
    assert understood() == 1


@pytest.mark.parametrize("country", sorted(project.register().countries))
@pytest.mark.parametrize("language", ["en", "uk"])
def test_the_answer_to_an_emergency_is_seen_to_hold_the_number(country: str, language: str) -> None:
    turn = Turn("crisis_immediate_danger", Risk.emergency, country=country, language=language)
    reply = project.composer().reply(turn)
    assert metrics.has_emergency_number([{"text": reply.text}], project.register())


async def test_messages_are_counted_by_channel_and_risk() -> None:
    counted = Growth("beacon_messages_total", channel="rest", risk="concern")
    others = Growth("beacon_messages_total", channel="web", risk="concern")
    await answered(says("hello", Risk.concern))
    assert (counted(), others()) == (1, 0)


async def test_a_turn_is_timed() -> None:
    turns = Growth("beacon_turn_seconds_count", channel="rest")
    seconds = Growth("beacon_turn_seconds_sum", channel="rest")
    await answered(says("hello"))
    assert turns() == 1
    assert 0 < seconds() < 5


async def test_what_comes_too_fast_is_counted_but_not_timed() -> None:
    turns = Growth("beacon_turn_seconds_count", channel="rest")
    refused = Growth("beacon_last_resorts_total", reason="too_fast")
    unread = Growth("beacon_messages_total", channel="rest", risk="unread")
    channel = Channel()
    channel._rate = RateLimit(1, 60.0, 10)
    for _ in range(3):
        await channel.answer(Forgetful(says("hello")), Incoming("child", "hello"))
    assert (turns(), refused(), unread()) == (1, 2, 2)


async def test_a_look_up_without_an_answer_failed() -> None:
    failed, fine = (
        Growth("beacon_look_ups_total", result=result) for result in ("failed", "answered")
    )
    down = Growth("beacon_last_resorts_total", reason="service_down")
    await answered(says("", action="action_find_help"))
    assert (failed(), fine(), down()) == (1, 0, 1)
    await answered(says("These people listen: 116 111", action="action_find_help"))
    assert (failed(), fine(), down()) == (1, 1, 1)


async def test_another_failure_is_no_failed_look_up() -> None:
    failed = Growth("beacon_look_ups_total", result="failed")
    await answered(says("", action="utter_greet"))
    assert failed() == 0


@pytest.mark.parametrize(("arrives", "passed_on"), [(True, 1), (False, 0)])
async def test_an_emergency_that_goes_past_the_bot_to_a_person_is_counted_apart(
    arrives: bool, passed_on: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def understand(text: str) -> dict[str, Any]:
        return {"text": text, "intent": {"name": "greet"}, "risk": {"level": "emergency"}}

    async def say(*arguments: Any) -> bool:
        del arguments
        return arrives

    async def policy(self: Staff) -> None:
        del self

    monkeypatch.setattr(Persons, "say", say)
    monkeypatch.setattr(Staff, "policy", policy)
    passed = Growth("beacon_messages_passed_on_total", risk="emergency")
    not_sent = Growth("beacon_last_resorts_total", reason="hand_over_not_sent")
    understood = Growth("beacon_emergencies_understood_total")
    agent = Forgetful(says(""))
    agent.processor = processor(says(""), understand)
    await PersonInput()._pass_on(agent, Incoming("child", "some words"))
    assert (passed(), not_sent(), understood()) == (passed_on, 1 - passed_on, 0)


@pytest.mark.parametrize(("key", "step"), [("key-of-a-case", "stored"), (None, "failed")])
async def test_a_hand_over_is_asked_for_and_then_stored_or_failed(
    key: str | None, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hand_over(self: Staff, record: Any) -> str | None:
        del self, record
        return key

    monkeypatch.setattr(Staff, "hand_over", hand_over)
    asked, done = (Growth("beacon_hand_overs_total", step=name) for name in ("asked", step))
    generator = AnswerBookGenerator(None, None)  # type: ignore[arg-type]
    tracker = SimpleNamespace(
        sender_id="child", events_after_latest_restart=list, current_slot_values=dict
    )
    await generator._hand_over(tracker, Turn("affirm", who="staff"))  # type: ignore[arg-type]
    assert (asked(), done()) == (1, 1)


async def test_a_database_that_is_away_is_counted_once_until_it_is_asked_again() -> None:
    away = Growth("beacon_store_failures_total", store="database")
    database = Database(f"postgresql://nobody@127.0.0.1:{free_port()}/none")
    for _ in range(3):
        with pytest.raises(DatabaseAwayError):
            async with database.connection():
                pass
    assert away() == 1


async def test_redis_that_is_away_is_counted_once_until_it_is_asked_again() -> None:
    away = Growth("beacon_store_failures_total", store="redis")
    limit = SharedRateLimit(RateLimit(9, 60.0, 9), f"redis://127.0.0.1:{free_port()}", 9, 60.0)
    assert [await limit.allow("child", 0.0) for _ in range(3)] == [True] * 3
    assert away() == 1


def test_the_age_of_the_oldest_check_that_is_shown() -> None:
    register = project.register()
    countries = register.all_countries()
    checked = [one.checked for country in countries for one in country.services]
    checked += [country.emergency.checked for country in countries]
    metrics.watch_register(lambda: register)
    oldest = min(checked)
    assert value("beacon_register_oldest_check_days") == (date.today() - oldest).days


def test_services_checked_long_ago_are_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    class Later(date):
        @classmethod
        def today(cls) -> date:
            return date.fromisoformat("2020-01-01") + timedelta(days=365 * 30)

    monkeypatch.setattr(metrics, "date", Later)
    register = project.register()
    metrics.watch_register(lambda: register)
    shown = sum(len(country.services) + 1 for country in register.all_countries())
    assert value("beacon_register_stale_services") == shown


def page(port: int) -> requests.Response:
    return requests.get(f"http://127.0.0.1:{port}/metrics", timeout=60)


def test_nothing_listens_where_no_port_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BEACON_METRICS_PORT", raising=False)
    monkeypatch.setattr(metrics, "start_http_server", lambda *_: pytest.fail("it listens"))
    metrics.serve(project.register, None)


def test_the_port_answers_on_this_machine_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    model = tmp_path / "model.tar.gz"
    model.write_bytes(b"a model")
    port = free_port()
    monkeypatch.setenv("BEACON_METRICS_PORT", str(port))
    metrics.serve(project.register, model)
    answer = page(port)
    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    assert re.search(r'^beacon_model_info{sha256="[0-9a-f]{64}"} 1\.0$', answer.text, re.M)
    assert "process_resident_memory_bytes " in answer.text
    with pytest.raises(OSError, match="refused"), socket.create_connection(("127.0.0.2", port), 2):
        pass


@pytest.mark.parametrize("port", ["taken", "no number", "99999"])
def test_a_port_that_cannot_be_had_is_one_line_in_the_log(
    port: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        named = str(other.getsockname()[1]) if port == "taken" else port
        monkeypatch.setenv("BEACON_METRICS_PORT", named)
        metrics.serve(project.register, None)
    assert [record.message.split(":")[0] for record in caplog.records] == [
        f"No metrics on port {named}"
    ]


@pytest.mark.parametrize("given", ["", "beacon.tar.gz"])
def test_the_model_is_found_by_its_path_or_its_folders(given: str, tmp_path: Path) -> None:
    file = tmp_path / "beacon.tar.gz"
    file.write_bytes(b"")
    processor = SimpleNamespace(model_path=tmp_path / given, model_filename="beacon.tar.gz")
    assert model_of(SimpleNamespace(processor=processor)) == file


def test_without_a_model_there_is_none() -> None:
    assert model_of(SimpleNamespace(processor=None)) is None


def test_no_number_tells_when_something_happened_first() -> None:
    names = {sample.name for family in metrics.REGISTRY.collect() for sample in family.samples}
    assert not [name for name in names if name.endswith("_created")]


def test_every_label_is_one_of_a_few_known_words() -> None:
    known = {*metrics.CHANNELS, *metrics.RISKS, *metrics.LAST_RESORT_REASONS, *metrics.DATA}
    known |= {
        "answered",
        "asked",
        "stored",
        "failed",
        "database",
        "redis",
        "staff",
        "loaded",
        "refused",
    }
    samples = [sample for family in metrics.REGISTRY.collect() for sample in family.samples]
    labels = {
        word
        for sample in samples
        for name, word in sample.labels.items()
        if name not in ("le", "sha256")
    }
    assert labels <= known
