"""Lists what somebody should look at in the register: python -m beacon.register.report."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

from beacon.register.loader import FOLDER, load_register
from beacon.register.model import Country, Register, Service

FRESH_FOR = timedelta(days=180)
Row = tuple[str, ...]


def stale(register: Register, today: date) -> list[Service]:
    """The services, on hold too, that were checked longer than 180 days before `today`."""
    return [service for service in _services(register) if _is_old(service.checked, today)]


def stale_emergencies(register: Register, today: date) -> list[Country]:
    """The countries whose emergency number was checked longer than 180 days before `today`."""
    return [
        country for country in register.all_countries() if _is_old(country.emergency.checked, today)
    ]


def only_reported(register: Register) -> list[Service]:
    """The services that are shown though only the press or one page vouches for them."""
    return [
        service
        for country in register.all_countries()
        for service in country.services
        if not service.verified
    ]


def on_hold(register: Register) -> list[Row]:
    """Country, service, field ("all" for the whole service) and reason."""
    rows: list[Row] = []
    for service in _services(register):
        if service.hold:
            rows.append((service.country, service.id, "all", service.hold))
        rows += [(service.country, service.id, *held) for held in service.held_fields]
    return rows


def missing(register: Register) -> list[Row]:
    """Country and what nobody has found there yet."""
    return [
        (country.code, entry) for country in register.all_countries() for entry in country.missing
    ]


def render(register: Register, today: date) -> str:
    """The report as text, a table for each of the four lists; emergency numbers come first."""
    old = (
        *_emergency_rows(stale_emergencies(register, today)),
        *_rows(stale(register, today)),
    )
    parts = (
        _table(f"Not checked since {today - FRESH_FOR}", old),
        _table("Shown, but only reported", _rows(only_reported(register))),
        _table("On hold", on_hold(register)),
        _table("Missing", missing(register)),
    )
    return "\n\n".join(parts)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the report; DataFileError passes through, so that a broken file is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--today", type=date.fromisoformat, default=date.today())
    chosen = parser.parse_args(arguments)
    print(render(load_register(chosen.folder), chosen.today))
    return 0


def _services(register: Register) -> list[Service]:
    return [
        service
        for country in register.all_countries()
        for service in (*country.services, *country.on_hold)
    ]


def _is_old(checked: date, today: date) -> bool:
    return today - checked > FRESH_FOR


def _emergency_rows(countries: Iterable[Country]) -> list[Row]:
    return [
        (
            country.code,
            "emergency",
            country.emergency.checked.isoformat(),
            country.emergency.number,
        )
        for country in countries
    ]


def _rows(services: Iterable[Service]) -> list[Row]:
    return [
        (service.country, service.id, service.checked.isoformat(), service.name)
        for service in services
    ]


def _table(title: str, rows: Sequence[Row]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [f"{title}: {len(rows)}"]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        lines.append(f"  {'  '.join(cells)}".rstrip())
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
