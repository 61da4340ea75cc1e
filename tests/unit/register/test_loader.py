from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from beacon.data_file import DataFileError
from beacon.register.loader import FOLDER, load_register
from beacon.register.model import Register, Service

from .conftest import Rewrite, line_with

COUNTRY_FILES = sorted(FOLDER.glob("??.yml"))
ALL_FILES = [*COUNTRY_FILES, FOLDER / "international.yml"]
CHECKED_AND_LIVE = '\n  checked: "2026-12-01"\n  live: true'


@pytest.mark.parametrize("path", COUNTRY_FILES, ids=lambda path: path.stem)
def test_every_country_file_is_in_the_register(register: Register, path: Path) -> None:
    assert path.stem.upper() in register.countries


@pytest.mark.parametrize("path", ALL_FILES, ids=lambda path: path.stem)
def test_no_service_of_a_file_is_lost(
    services: dict[str, Service], held: frozenset[str], path: Path
) -> None:
    written = {entry["id"] for entry in yaml.safe_load(path.read_text("utf-8"))["services"]}
    assert written <= services.keys() | held


def test_a_service_with_hold_is_kept_apart(services: dict[str, Service]) -> None:
    assert "gb-posh" not in services


@pytest.mark.parametrize(
    ("service", "field"),
    [
        ("ie-childline", "text"),
        ("no-116111", "text"),
        ("pt-116111", "text"),
        ("mk-alo-bushavko", "phone"),
        ("ro-ctrl-ajutor", "email"),
        ("ee-116111", "anonymous"),
        ("tn-1809", "hours"),
    ],
)
def test_a_field_on_hold_is_empty(services: dict[str, Service], service: str, field: str) -> None:
    assert getattr(services[service], field) is None


def test_a_phone_on_hold_is_not_dialled(services: dict[str, Service]) -> None:
    assert services["mk-alo-bushavko"].dial == ()


def test_a_phone_in_words_keeps_the_numbers_to_dial(services: dict[str, Service]) -> None:
    assert services["si-police"].dial == ("113", "080 1200")


def test_the_date_of_the_check_is_read(services: dict[str, Service]) -> None:
    assert services["bg-116111"].checked.isoformat() == "2026-11-24"


def test_the_date_of_the_check_of_an_emergency_number_is_read(
    folder: Path, rewrite: Rewrite
) -> None:
    rewrite("gb.yml", '\n  checked: "2026-12-01"\n  live: false', CHECKED_AND_LIVE)
    emergency = load_register(folder).countries["GB"].emergency
    assert (emergency.checked.isoformat(), emergency.live) == ("2026-12-01", True)
    assert not load_register(folder).countries["BG"].emergency.live


@pytest.mark.parametrize(
    ("country", "numbers"),
    [
        ("BA", ("122",)),
        ("RS", ("192",)),
        ("GB", ("999",)),
        ("TN", ("197", "193")),
        ("BG", ("112",)),
    ],
)
def test_emergency_numbers(register: Register, country: str, numbers: tuple[str, ...]) -> None:
    assert register.countries[country].emergency.dial == numbers


def test_the_default_emergency_number_is_that_of_the_eu(register: Register) -> None:
    assert register.default_emergency.dial == ("112",)


def test_the_default_emergency_names_the_countries_with_another(register: Register) -> None:
    others = [code for code, _ in register.default_emergency.instead]
    assert {"AU", "BA", "CA", "GB", "NZ", "RS", "TN", "US", "SG", "TT"} <= set(others)
    assert others == sorted(others)


def test_the_kinds_that_a_service_is_besides_are_read(services: dict[str, Service]) -> None:
    assert services["nl-helpwanted"].kind == "helpline"
    assert services["nl-helpwanted"].also == ("image_removal",)
    assert services["nl-kindertelefoon"].also == ()


def test_a_wrong_value_is_named_with_its_line(folder: Path, rewrite: Rewrite) -> None:
    rewrite("bg.yml", "kind: hotline", "kind: hottline")
    line = line_with(folder, "bg.yml", "hottline")
    with pytest.raises(DataFileError, match=rf"bg\.yml:{line}: services\.2\.kind: 'hottline'"):
        load_register(folder)


@pytest.mark.parametrize("name", ["bg.yml", "international.yml"])
@pytest.mark.parametrize(
    ("line", "field"), [('\n  checked: "2026-11-24"', "checked"), ("\n  live: false", "live")]
)
def test_an_emergency_number_without_its_check_is_named_with_its_line(
    folder: Path, rewrite: Rewrite, name: str, line: str, field: str
) -> None:
    rewrite(name, line, "")
    at = line_with(folder, name, "emergency:")
    problem = rf"{re.escape(name)}:{at}: emergency: '{field}' is a required property"
    with pytest.raises(DataFileError, match=problem):
        load_register(folder)


def test_broken_yaml_is_named_with_its_line(folder: Path, rewrite: Rewrite) -> None:
    rewrite("gb.yml", 'phone: "0800 1111"', "phone: {")
    with pytest.raises(DataFileError, match=r"gb\.yml:\d+: "):
        load_register(folder)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('website: "https://116111.bg"', 'website: "116111.bg"'),
        ('website: "https://116111.bg"', 'website: "https://localhost"'),
        ('website: "https://116111.bg"', 'email: "no at sign"'),
        ("confidence: verified", "confidence: certain"),
        ("    live: false", "    live: no"),
        ("\n  live: false", "\n  live: no"),
        ("audience: [children", "audience: [pupils"),
        ("free: true", "gratis: true"),
        ("free: true", "also: [removal]"),
        ("free: true", "also: []"),
        ('    checked: "2026-11-24"', '    checked: "November 2026"'),
        ('\n  checked: "2026-11-24"', '\n  checked: "November 2026"'),
    ],
)
def test_what_the_schema_forbids_is_refused(
    folder: Path, rewrite: Rewrite, old: str, new: str
) -> None:
    rewrite("bg.yml", old, new)
    with pytest.raises(DataFileError, match=r"bg\.yml:\d+: "):
        load_register(folder)


def test_a_service_without_a_source_is_refused(folder: Path, rewrite: Rewrite) -> None:
    rewrite("bg.yml", "sources:\n", "sources: []\n    proofs:\n")
    with pytest.raises(DataFileError, match=r"bg\.yml"):
        load_register(folder)


def test_a_folder_without_international_services_is_refused(folder: Path) -> None:
    (folder / "international.yml").unlink()
    with pytest.raises(DataFileError, match=r"international\.yml:1: the file is missing"):
        load_register(folder)
