from __future__ import annotations

import logging

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema, SchemaNode
from rasa.engine.training.hooks import LoggingHook
from ruamel.yaml import YAML

from beacon.encoders.trained import BATCH, LOGGED, in_batches
from beacon.project import ROOT
from beacon.rasa.pipeline.risk_classifier import RiskClassifier
from beacon.tasks.training_steps import STEPS, step_in


@pytest.mark.parametrize(
    ("log", "step"),
    [
        ("", None),
        ("UserWarning: something\nINFO something else", None),
        ("INFO hooks - Starting to train component 'RiskClassifier'.", STEPS["RiskClassifier"]),
        ("INFO hooks - Starting to train component 'Another'.", "training Another"),
        ("INFO encoded 32000 of 54321 texts\n", "encoded 32,000 of 54,321 messages"),
        ("Starting to train component 'A'.\nStarting to train component 'B'.", "training B"),
    ],
)
def test_the_last_step_of_a_log_is_found(log: str, step: str | None) -> None:
    assert step_in(log) == step


def test_what_rasa_logs_before_a_component_learns_is_a_step(
    caplog: pytest.LogCaptureFixture,
) -> None:
    node = SchemaNode({}, RiskClassifier, "create", "train", {}, is_target=True)
    hook = LoggingHook(GraphSchema({"risk": node}))
    with caplog.at_level(logging.INFO):
        hook.on_before_node("risk", ExecutionContext(GraphSchema({})), {}, {})
    assert step_in(caplog.text) == STEPS["RiskClassifier"]


def test_what_the_encoders_log_is_a_step(caplog: pytest.LogCaptureFixture) -> None:
    texts = ["text"] * (BATCH * LOGGED + 1)
    with caplog.at_level(logging.INFO):
        in_batches(texts, lambda batch: np.zeros((len(batch), 2), dtype=np.float32))
    assert step_in(caplog.text) == f"encoded {BATCH * LOGGED:,} of {len(texts):,} messages"


def test_every_named_component_is_in_the_pipeline() -> None:
    config = YAML(typ="safe").load(ROOT / "config.yml")
    names = {part["name"].rpartition(".")[2] for part in config["pipeline"] + config["policies"]}
    assert set(STEPS) <= names
