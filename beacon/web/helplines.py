"""The browser's own copy of the register, for when the server does not answer."""

from __future__ import annotations

from typing import Any

import babel
from babel.languages import get_official_languages

from beacon.register.look_up import find
from beacon.register.model import Audience, Found, Need, Register
from beacon.register.names import country_name
from beacon.register.text import VERSION, payload

MOST_CARDS = 3


def helplines(register: Register, default_country: str | None) -> dict[str, Any]:
    """What a child may be shown without the bot: emergency numbers and somebody to talk to.

    {"v", "default_country", "emergency", "across_borders", "countries": {code: {"name",
    "own_name", "emergency", "cards"}}}, the countries by their English names.
    """
    anywhere = payload(for_child(register, None, Need.TALK))
    return {
        "v": VERSION,
        "default_country": default_country,
        "emergency": anywhere["emergency"],
        "across_borders": anywhere["cards"],
        "countries": {code: _country(register, code) for code in by_name(register)},
    }


def for_child(register: Register, country: str | None, need: Need) -> Found:
    """The look-up behind all that the browser shows: nobody there knows how old the reader is."""
    return find(register, country, need, Audience.CHILD, most=MOST_CARDS)


def by_name(register: Register) -> list[str]:
    """The codes of the register's countries in the order of their English names."""
    return sorted(register.countries, key=country_name)


def own_names(code: str) -> list[tuple[str, str]]:
    """Language tag (BCP 47) and name of a country in each of its languages, each name once.

    Without the English name, which stands beside them; the usual script of a language first.
    """
    english = country_name(code)
    names: dict[str, str] = {}
    for language in sorted(get_official_languages(code), key=lambda tag: "_" in tag):
        name = babel.Locale.parse(language).territories.get(code, english)
        if name != english:
            names.setdefault(name, language.replace("_", "-"))
    return [(language, name) for name, language in names.items()]


def _country(register: Register, code: str) -> dict[str, Any]:
    found = payload(for_child(register, code, Need.TALK))
    own = [name for _, name in own_names(code)]
    return {
        "name": country_name(code),
        "own_name": " / ".join(own) or country_name(code),
        "emergency": found["emergency"],
        "cards": found["cards"],
    }
