from __future__ import annotations

import pytest

from beacon import project
from beacon.answers import Composer


@pytest.fixture
def composer() -> Composer:
    """The one that the bot has, over the project's own answers and register."""
    return project.composer()
