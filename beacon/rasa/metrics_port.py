"""The operator's port beside the bot's own, once the model is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sanic import Sanic

from beacon import metrics, project


async def begin(app: Sanic, loop: Any) -> None:
    """Serves the metrics of this process where the operator wants them; with Sanic's arguments."""
    del loop
    metrics.serve(project.register, model_of(app.ctx.agent))


def model_of(agent: Any) -> Path | None:
    """The file of the agent's model, which Rasa knows by its own path or by its folder's."""
    processor = getattr(agent, "processor", None)
    if processor is None:
        return None
    given = Path(processor.model_path)
    return (given if given.is_dir() else given.parent) / str(processor.model_filename)
