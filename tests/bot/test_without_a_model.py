"""A bot whose model does not load says so to whoever watches it, and numbers to a child."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
import requests

from beacon import project
from beacon.tasks.cluster.probe import understands
from beacon.tasks.ports import WITHOUT_MODEL, status
from tests.bot.page import Page
from tests.cluster.models import spoiled
from tests.conftest import ANSWER, PATIENCE, Program, free_port, start_bot

PAUSE = 0.1


@pytest.fixture(scope="module")
def metrics_port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory, metrics_port: int) -> Iterator[Program]:
    """One that has come up with a model of which a part is junk."""
    folder = tmp_path_factory.mktemp("spoiled")
    environment = {"BEACON_METRICS_PORT": str(metrics_port)}
    model = str(spoiled(folder))
    program = start_bot(folder, free_port(), free_port(), environment=environment, model=model)
    try:
        assert first_status(program) == WITHOUT_MODEL, program.output()[-8000:]
        yield program
    finally:
        program.stop()


def first_status(bot: Program) -> int | None:
    """What it says of itself first; before, nobody answers there."""
    end = time.monotonic() + PATIENCE
    while (found := status(bot.health)) is None:
        assert bot.process.poll() is None, bot.output()[-8000:]
        assert time.monotonic() < end, "it does not answer"
        time.sleep(PAUSE)
    return found


def url_of(bot: Program) -> str:
    return bot.health.removesuffix("/webhooks/rest/")


def test_it_stays_that_way(bot: Program) -> None:
    assert not bot.answers()
    assert not understands(url_of(bot))
    assert "Could not load model" in bot.output()


def test_a_child_is_given_the_numbers(bot: Program) -> None:
    number = project.register().default_emergency.number
    expected = project.answer_book().phrase("emergency").format(number=number)
    assert expected in Page(url_of(bot)).words(text="i want to die")


@pytest.mark.usefixtures("bot")
def test_its_metrics_name_no_model(metrics_port: int) -> None:
    answer = requests.get(f"http://127.0.0.1:{metrics_port}/metrics", timeout=ANSWER)
    assert "beacon_messages_total" in answer.text
    assert "sha256=" not in answer.text
