"""The planned run of a graph gives what Rasa's own gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.engine.exceptions import GraphComponentException, GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage

from beacon.rasa.quick_graph import QuickGraphRunner

RAN: list[str] = []


class Adding(GraphComponent):
    """Adds a number to what it is given."""

    def __init__(self, number: int) -> None:
        self._number = number

    @classmethod
    def create(cls, config: dict[str, Any], *_: object, **__: object) -> Adding:
        """Takes the number from the settings."""
        return cls(config["number"])

    def add(self, first: int, second: int = 0) -> int:
        """The sum of all three."""
        RAN.append(str(self._number))
        return self._number + first + second

    def fail(self, first: int) -> int:
        """Breaks."""
        raise RuntimeError(first)


def node(number: int, runs: str = "add", **needs: str) -> SchemaNode:
    return SchemaNode(
        needs=needs,
        uses=Adding,
        constructor_name="create",
        fn=runs,
        config={"number": number},
        eager=True,
    )


SCHEMA = GraphSchema(
    {
        "last": node(100, first="left", second="right"),
        "right": node(20, first="given"),
        "left": node(3, first="right"),
        "apart": node(4000, first="given"),
        "broken": node(0, "fail", first="given"),
    }
)


def runner(kind: type[DaskGraphRunner], folder: Path) -> DaskGraphRunner:
    RAN.clear()
    context = ExecutionContext(SCHEMA)
    return kind.create(SCHEMA, LocalModelStorage(folder), context)


@pytest.mark.parametrize("targets", [["last"], ["left"], ["last", "apart"]])
def test_what_is_asked_for_is_the_same_and_nothing_else_is_run(
    tmp_path: Path, targets: list[str]
) -> None:
    theirs = runner(DaskGraphRunner, tmp_path).run({"given": 1}, targets)
    ran = sorted(RAN)
    ours = runner(QuickGraphRunner, tmp_path)
    assert ours.run({"given": 1}, targets) == theirs
    assert sorted(RAN) == ran
    assert ours.run({"given": 2}, targets) != theirs


def test_an_input_stands_for_a_node(tmp_path: Path) -> None:
    theirs, ours = (runner(k, tmp_path) for k in (DaskGraphRunner, QuickGraphRunner))
    inputs = {"given": 1, "right": 2}
    assert ours.run(inputs, ["last"]) == theirs.run(inputs, ["last"]) == {"last": 107}


def test_a_missing_input_and_a_node_that_breaks_are_errors_as_rasa_has_them(tmp_path: Path) -> None:
    for kind in (DaskGraphRunner, QuickGraphRunner):
        with pytest.raises(GraphRunError):
            runner(kind, tmp_path).run({}, ["last"])
        with pytest.raises(GraphComponentException):
            runner(kind, tmp_path).run({"given": 1}, ["broken"])
