from __future__ import annotations

import pytest

from beacon.rasa.patches import PATCHES
from tests.engines.fixtures import address, database, other, stored

__all__ = ["address", "database", "other", "stored"]


@pytest.fixture(autouse=True)
def rasa_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test replaces in Rasa, with a generator that it makes, is put back after it."""
    for module, name, _ in PATCHES:
        monkeypatch.setattr(module, name, getattr(module, name))
