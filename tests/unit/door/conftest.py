"""One redactor and one door for all tests of the door: they keep no state between messages."""

from __future__ import annotations

import pytest

from beacon.door.door import Door
from beacon.door.redaction import Redactor


@pytest.fixture(scope="session")
def redactor() -> Redactor:
    return Redactor()


@pytest.fixture(scope="session")
def door(redactor: Redactor) -> Door:
    return Door(redactor)
