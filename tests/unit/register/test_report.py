from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from beacon.register.loader import load_register
from beacon.register.model import Register
from beacon.register.report import (
    main,
    missing,
    on_hold,
    only_reported,
    render,
    stale,
    stale_emergencies,
)

from .conftest import Rewrite

CHECKED = date(2026, 11, 24)
AFTER_180_DAYS = date(2027, 5, 23)
AFTER_181_DAYS = date(2027, 5, 31)


def test_nothing_is_stale_on_the_day_of_the_check(register: Register) -> None:
    assert stale(register, CHECKED) == []
    assert stale_emergencies(register, CHECKED) == []


def test_nothing_is_stale_after_180_days(register: Register) -> None:
    assert stale(register, AFTER_180_DAYS) == []
    assert stale_emergencies(register, AFTER_180_DAYS) == []


def test_everything_is_stale_after_181_days(register: Register) -> None:
    assert len(stale(register, AFTER_181_DAYS)) == 351
    assert stale_emergencies(register, AFTER_181_DAYS) == [*register.all_countries()]


def test_one_service_checked_earlier_is_stale(folder: Path, rewrite: Rewrite) -> None:
    rewrite("bg.yml", '    checked: "2026-11-24"', '    checked: "2026-01-01"')
    small = load_register(folder)
    assert [service.id for service in stale(small, CHECKED)] == ["bg-116111"]
    assert stale_emergencies(small, CHECKED) == []


@pytest.mark.parametrize(
    ("file", "code", "number"), [("bg.yml", "BG", "112"), ("international.yml", "INT", "112")]
)
def test_an_emergency_number_checked_earlier_is_stale(
    folder: Path, rewrite: Rewrite, file: str, code: str, number: str
) -> None:
    rewrite(file, '\n  checked: "2026-11-24"', '\n  checked: "2026-01-01"')
    small = load_register(folder)
    assert [country.code for country in stale_emergencies(small, CHECKED)] == [code]
    assert stale(small, CHECKED) == []
    listed = f"Not checked since 2026-05-28: 1\n  {code}  emergency  2026-01-01  {number}\n"
    assert render(small, CHECKED).startswith(listed)


def test_emergency_numbers_are_listed_before_the_services(register: Register) -> None:
    rows = render(register, AFTER_181_DAYS).split("\n\n")[0].splitlines()[1:]
    entries = [row.split()[1] for row in rows]
    numbers = len(register.all_countries())
    assert entries[:numbers] == ["emergency"] * numbers
    assert "emergency" not in entries[numbers:]


def test_only_reported_services_are_listed(register: Register) -> None:
    assert "ad-175" in {service.id for service in only_reported(register)}


def test_services_on_hold_are_not_listed_as_shown(register: Register, held: set[str]) -> None:
    assert not held & {service.id for service in only_reported(register)}


def test_a_service_on_hold_is_listed_with_its_reason(register: Register) -> None:
    assert ("LI", "li-kjd", "all", "number dates from 2014") in on_hold(register)


def test_a_field_on_hold_is_listed_with_its_reason(register: Register) -> None:
    assert ("IE", "ie-childline", "text", "no dated source after 2020") in on_hold(register)


def test_what_a_country_lacks_is_listed(register: Register) -> None:
    assert ("BG", "hotline report form address") in missing(register)


@pytest.mark.parametrize(
    "title", ["Not checked since 2026-05-28: 0", "Shown, but only reported: ", "On hold: "]
)
def test_the_report_has_a_title_for_each_list(register: Register, title: str) -> None:
    assert title in render(register, CHECKED)


def test_the_command_ends_well(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--folder", str(folder), "--today", "2027-06-01"]) == 0
    assert "Not checked since 2026-12-03: " in capsys.readouterr().out
