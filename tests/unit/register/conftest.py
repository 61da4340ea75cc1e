from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from beacon.register.loader import FOLDER, load_register
from beacon.register.model import Register, Service

Rewrite = Callable[[str, str, str], None]


@pytest.fixture(scope="session")
def register() -> Register:
    return load_register(FOLDER)


@pytest.fixture(scope="session")
def services(register: Register) -> dict[str, Service]:
    """Every service that may be shown, by id."""
    return {
        service.id: service for country in register.all_countries() for service in country.services
    }


@pytest.fixture(scope="session")
def held(register: Register) -> frozenset[str]:
    """The ids of the services on hold."""
    return frozenset(
        service.id for country in register.all_countries() for service in country.on_hold
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small register: Bulgaria, the United Kingdom and what works across borders."""
    for name in ("schema.yml", "bg.yml", "gb.yml", "international.yml"):
        (tmp_path / name).write_text((FOLDER / name).read_text(encoding="utf-8"), encoding="utf-8")
    rewrite_in(
        tmp_path,
        "international.yml",
        "[AU, BA, BD, BR, CA, GB, JM, MX, MY, NZ, PH, PK, RS, SG, TN, TT, US]",
        "[GB]",
    )
    return tmp_path


@pytest.fixture
def rewrite(folder: Path) -> Rewrite:
    """Changes one passage in a file of the small register."""
    return lambda name, old, new: rewrite_in(folder, name, old, new)


def rewrite_in(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def line_with(folder: Path, name: str, passage: str) -> int:
    """The line, counted from 1, on which `passage` first stands."""
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if passage in line)
