from __future__ import annotations

import pytest

from beacon.register.loader import FOLDER, load_register
from beacon.register.model import Register
from beacon.web.site import Site


@pytest.fixture(scope="session")
def register() -> Register:
    return load_register(FOLDER)


@pytest.fixture
def site() -> Site:
    return Site(name="Beacon", accent="#2f5d8a", exit_page="https://weather.example/today")
