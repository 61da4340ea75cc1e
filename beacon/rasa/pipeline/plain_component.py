"""A component of Rasa's pipeline that learns nothing and has no settings."""

from __future__ import annotations

from typing import Any, TypeVar

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage

Component = TypeVar("Component", bound="PlainComponent")


class PlainComponent(GraphComponent):
    """Made without any of what Rasa gives it: all that it needs is the project's own."""

    @classmethod
    def create(
        cls: type[Component],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Component:
        """Makes the component."""
        del config, model_storage, resource, execution_context
        return cls()
