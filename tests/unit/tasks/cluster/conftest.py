from __future__ import annotations

from pathlib import Path

import pytest

from beacon.tasks.cluster.state import State


@pytest.fixture
def state(tmp_path: Path) -> State:
    made = State(tmp_path / "cluster")
    made.make(2)
    return made
