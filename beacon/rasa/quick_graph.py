"""A model's graph, run in an order that is found once, and not for every message anew."""

from __future__ import annotations

from collections.abc import Sequence
from graphlib import TopologicalSorter
from typing import Any

from rasa.core import processor
from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner

Step = tuple[str, tuple[str, ...]]


class QuickGraphRunner(DaskGraphRunner):
    """Does what Rasa's own runner does; dask would plan every run, three in a turn."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._plans: dict[tuple[str, ...], list[Step]] = {}

    def run(
        self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
    ) -> dict[str, Any]:
        """The outputs of the nodes `targets` by name. Raises GraphRunError."""
        wanted = tuple(targets or self._graph_schema.target_names)
        results = {name: (name, value) for name, value in (inputs or {}).items()}
        if taken := results.keys() & self._instantiated_nodes.keys():
            raise GraphRunError(f"an input has the name of a node: {', '.join(sorted(taken))}")
        try:
            for name, needs in self._plan(wanted):
                given = (results.get(need, need) for need in needs)
                results[name] = self._instantiated_nodes[name](*given)
        except RuntimeError as error:
            raise GraphRunError("Error running runner.") from error
        return dict(results[name] for name in wanted)

    def _plan(self, wanted: tuple[str, ...]) -> Sequence[Step]:
        """The nodes that these need, each after those that it needs itself."""
        if wanted not in self._plans:
            nodes = self._graph_schema.minimal_graph_schema(list(wanted)).nodes
            needs = {name: tuple(node.needs.values()) for name, node in nodes.items()}
            order = TopologicalSorter(needs).static_order()
            self._plans[wanted] = [(name, needs[name]) for name in order if name in needs]
        return self._plans[wanted]


def use_quick_graphs() -> None:
    """From now on Rasa runs the models that it loads in this way."""
    processor.DaskGraphRunner = QuickGraphRunner
