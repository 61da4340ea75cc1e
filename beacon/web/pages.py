"""Renders the pages under web/pages."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import babel
import babel.dates
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from beacon.register.model import Need, Register
from beacon.register.names import country_name
from beacon.register.text import payload
from beacon.web import links
from beacon.web.helplines import by_name, for_child, own_names
from beacon.web.site import Site

FOLDER = Path(__file__).resolve().parents[2] / "web" / "pages"
NEEDS = (Need.TALK, Need.REMOVE, Need.REPORT)
# What a card may leave out; the templates refuse a name that is not there at all.
CARD_FIELDS = (
    *("local_name", "phone", "dial", "chat_url", "website", "report_url", "email", "sms"),
    *("hours", "free", "anonymous", "languages", "only_for", "caution"),
)
EMERGENCY_FIELDS = ("if_no_answer", "note", "instead")
_LANGUAGES_THAT_CLDR_LACKS = {"cnr": "Montenegrin"}


class Pages:
    """The pages of one site as HTML. Every value is escaped; a name that is not set is an error."""

    def __init__(self, site: Site, register: Register, folder: Path = FOLDER) -> None:
        self._site = site
        self._register = register
        self._templates = environment(folder)
        self._templates.globals["site"] = site
        self._countries = [
            {"code": code, "name": country_name(code), "own_names": own_names(code)}
            for code in by_name(register)
        ]

    def chat(self) -> str:
        """The page with the chat."""
        return self._render("chat.html")

    def help(self, country: str | None) -> str:
        """Emergency number and services; of `country` (ISO 3166-1 alpha-2) where the register
        has it, of the site's own country where none is named, and across borders otherwise.
        """
        code = self._site.default_country if country is None else country.upper()
        listed = code in self._register.countries
        found = [for_child(self._register, code, need) for need in NEEDS]
        emergency = payload(found[0])["emergency"]
        return self._render(
            "help.html",
            country=country_name(code) if code and listed else None,
            unlisted=code is not None and not listed,
            choosing=country is None or not listed,
            countries=self._countries,
            emergency=with_all(EMERGENCY_FIELDS, emergency) if emergency else None,
            sections={each.need.value: _section(payload(each)) for each in found},
            dialled=all(service.live for each in found for service in each.services),
        )

    def embed_demo(self, origin: str) -> str:
        """A page of another site that embeds the chat of the server at `origin`."""
        return self._render("embed-demo.html", origin=origin)

    def accent_css(self) -> str:
        """The site's colour as a style sheet, as the pages may hold no styles themselves.

        The button on other sites, whose script is the same everywhere, reads the exit page there
        too. A string of JSON is one in a style sheet.
        """
        exit_page = json.dumps(self._site.exit_page)
        return f":root,:host{{--accent:{self._site.accent};--exit:{exit_page}}}"

    def _render(self, name: str, **values: Any) -> str:
        return self._templates.get_template(name).render(values)


def environment(folder: Path) -> Environment:
    """The templates below `folder`, with the filters that make links, days and names."""
    templates = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for show in (links.tel, links.sms, links.web, links.mail, links.host, _day, _language):
        templates.filters[show.__name__.lstrip("_")] = show
    templates.filters["country_name"] = country_name
    return templates


def _section(found: dict[str, Any]) -> dict[str, Any]:
    return {**found, "cards": [with_all(CARD_FIELDS, card) for card in found["cards"]]}


def with_all(fields: tuple[str, ...], values: dict[str, Any]) -> dict[str, Any]:
    """The values with None for each field that is left out, so that a template may ask."""
    return {**dict.fromkeys(fields), **values}


def _day(iso: str) -> str:
    return babel.dates.format_date(date.fromisoformat(iso), "d MMMM y", locale="en")


def _language(code: str) -> str:
    name = babel.Locale("en").languages.get(code)
    return name or _LANGUAGES_THAT_CLDR_LACKS.get(code, code)
