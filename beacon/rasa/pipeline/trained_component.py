"""A component of Rasa's pipeline that learns: how it is made, trained and loaded."""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path
from typing import Any, Self

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage

# Why a component can neither answer nor be kept: nobody has called `train` or `load`.
UNTRAINED = "neither trained nor loaded"


class TrainedComponent(GraphComponent):
    """Training keeps its files in Rasa's model storage, and a trained component is read from them.

    A subclass says what the files are. Its `train` learns, and ends with `persist`. Rasa trains it
    again only where its fingerprint is another one, which covers the settings, the training data
    and the class: what else it learns from goes into its `fingerprint_addon`.
    """

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        del config
        self._storage = storage
        self._resource = resource

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
        """An untrained component."""
        del execution_context
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Self:
        """The component with what its training kept."""
        component = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            component.load_from(folder)
        return component

    def persist(self) -> Resource:
        """Keeps what was learned, and gives the place where it is kept."""
        with self._storage.write_to(self._resource) as folder:
            self.save_to(folder)
        return self._resource

    @abstractmethod
    def save_to(self, folder: Path) -> None:
        """Writes what was learned."""

    @abstractmethod
    def load_from(self, folder: Path) -> None:
        """Reads what `save_to` wrote."""
