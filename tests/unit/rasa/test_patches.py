"""Rasa uses our classes as soon as it has made our response generator, and not before."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.core import agent, processor
from rasa.core.actions import action
from rasa.core.actions.action import RemoteAction, action_for_name_or_text
from rasa.core.agent import Agent
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig

from beacon.project import ROOT
from beacon.rasa import patches
from beacon.rasa.patches import PATCHES
from beacon.rasa.quick_action import QuickRemoteAction
from beacon.rasa.quick_graph import QuickGraphRunner


@pytest.fixture(autouse=True)
def unpatched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rasa's own classes, also where an earlier test has replaced them."""
    monkeypatch.setattr(processor, "DaskGraphRunner", DaskGraphRunner)
    monkeypatch.setattr(action, "RemoteAction", RemoteAction)


def test_rasa_makes_our_actions() -> None:
    domain = Domain.load(str(ROOT / "domain.yml"))
    patches.apply()
    made = action_for_name_or_text("action_find_help", domain, EndpointConfig("http://127.0.0.1"))
    assert isinstance(made, QuickRemoteAction)


def test_a_second_time_changes_nothing() -> None:
    for _ in range(2):
        patches.apply()
        assert [getattr(module, name) for module, name, _ in PATCHES] == [
            QuickGraphRunner,
            QuickRemoteAction,
        ]


def test_rasa_makes_the_generator_before_it_loads_the_model(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    used = []

    class Processor:
        """Notes which runner Rasa's would run the model with."""

        domain = Domain.empty()

        def __init__(self, **given: Any) -> None:
            del given
            used.append(processor.DaskGraphRunner)

    monkeypatch.setattr(agent, "MessageProcessor", Processor)
    Agent.load(
        "model.tar.gz",
        generator=EndpointConfig.from_dict({"type": "beacon.rasa.generator.AnswerBookGenerator"}),
    )
    assert used == [QuickGraphRunner]
