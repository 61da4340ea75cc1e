"""Reads the register from the files under helplines/, or refuses them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from beacon import data_file
from beacon.data_file import DataFileError
from beacon.register.checks import INTERNATIONAL, check, dialled
from beacon.register.model import (
    Audience,
    Country,
    Emergency,
    FieldLimit,
    Register,
    Service,
    Source,
    Withdrawn,
)

FOLDER = Path(__file__).resolve().parents[2] / "helplines"
SCHEMA_FILE = "schema.yml"
INTERNATIONAL_FILE = "international.yml"
_AUDIENCES = {
    "children": Audience.CHILD,
    "parents": Audience.PARENT,
    "professionals": Audience.PROFESSIONAL,
}
_COPIED_FIELDS = (
    *("id", "name", "kind", "confidence", "live", "name_local", "role", "only_for", "phone"),
    *("text", "chat_url", "report_url", "website", "email", "hours", "free", "anonymous"),
    *("caution", "adults_only", "beside_national", "preferred", "when_country_unknown", "hold"),
)


def load_register(folder: Path) -> Register:
    """The register in `folder`: a file a country, international.yml and schema.yml.

    Raises DataFileError, which names file and line, for the first file that can't be used.
    """
    schema = data_file.load(folder / SCHEMA_FILE, {})
    paths = [path for path in sorted(folder.glob("*.yml")) if path.name != SCHEMA_FILE]
    if folder / INTERNATIONAL_FILE not in paths:
        raise DataFileError(folder / INTERNATIONAL_FILE, 1, "the file is missing")
    files = {path: data_file.load(path, schema) for path in paths}
    check(files)
    countries = {content["country"]: _country(content) for content in files.values()}
    return _register(countries.pop(INTERNATIONAL), countries, files)


def _register(
    international: Country, countries: Mapping[str, Country], files: Mapping[Path, Any]
) -> Register:
    others = next(
        content["emergency"].get("other_number_in", ())
        for path, content in files.items()
        if path.name == INTERNATIONAL_FILE
    )
    instead = tuple((code, countries[code].emergency.number) for code in others)
    emergency = replace(international.emergency, instead=instead)
    return Register(MappingProxyType(dict(countries)), replace(international, emergency=emergency))


def _country(content: Any) -> Country:
    services = [_service(service, content["country"]) for service in content["services"]]
    return Country(
        code=content["country"],
        name=content["name"],
        emergency=_emergency(content["emergency"]),
        services=tuple(service for service in services if service.hold is None),
        on_hold=tuple(service for service in services if service.hold is not None),
        do_not_show=tuple(Withdrawn(**entry) for entry in content.get("do_not_show", ())),
        missing=tuple(content["missing"]),
        notes=content["notes"],
    )


def _emergency(content: Any) -> Emergency:
    return Emergency(
        number=content["number"],
        dial=tuple(dialled(content, "number")),
        checked=date.fromisoformat(content["checked"]),
        live=content["live"],
        source=Source(**content["source"]),
        if_no_answer=tuple(content.get("if_no_answer", ())),
        note=content.get("note"),
        cannot_speak=content.get("cannot_speak"),
    )


def _service(content: Any, country: str) -> Service:
    held = content.get("hold_fields", {})
    shown = {field: value for field, value in content.items() if field not in held}
    return Service(
        country=country,
        audience=_audiences(content["audience"]),
        for_anyone="anyone" in content["audience"],
        checked=date.fromisoformat(content["checked"]),
        sources=tuple(Source(**source) for source in content["sources"]),
        dial=tuple(dialled(shown, "phone")) if "phone" in shown else (),
        also=tuple(content.get("also", ())),
        languages=tuple(content.get("languages", ())),
        only_countries=_codes(content.get("only_countries")),
        field_limits=tuple(_limit(*item) for item in content.get("field_limits", {}).items()),
        held_fields=tuple(held.items()),
        **{field: shown[field] for field in _COPIED_FIELDS if field in shown},
    )


def _limit(field: str, content: Any) -> FieldLimit:
    audience = content.get("audience")
    return FieldLimit(
        field=field,
        countries=_codes(content.get("countries")),
        audience=None if audience is None else _audiences(audience),
    )


def _audiences(words: Iterable[str]) -> frozenset[Audience]:
    return frozenset(_AUDIENCES[word] for word in words if word in _AUDIENCES)


def _codes(countries: Iterable[str] | None) -> frozenset[str] | None:
    return None if countries is None else frozenset(countries)
