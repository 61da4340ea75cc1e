"""What the register holds: countries, their emergency numbers and their services."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from beacon.register import phones

CONTACTS = ("phone", "text", "chat_url", "report_url", "website", "email")


class Need(StrEnum):
    """What somebody wants from a help service."""

    TALK = "talk"
    REPORT = "report"
    REMOVE = "remove"
    EMERGENCY = "emergency"
    SUPPORT = "support"


class Audience(StrEnum):
    """Who asks for the service."""

    CHILD = "child"
    PARENT = "parent"
    PROFESSIONAL = "professional"


@dataclass(frozen=True)
class Source:
    """A page and the words on it that prove an entry."""

    url: str
    quote: str


@dataclass(frozen=True)
class Emergency:
    """An emergency number: as people read it, and as a phone dials it.

    `cannot_speak` says what to do without a voice. `instead` holds the countries that have another
    number, code and number, and is filled only for the default.
    """

    number: str
    dial: tuple[str, ...]
    checked: date
    live: bool
    source: Source
    if_no_answer: tuple[str, ...] = ()
    note: str | None = None
    cannot_speak: str | None = None
    instead: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class FieldLimit:
    """A field that is shown only in `countries` or to `audience`; None means no such limit."""

    field: str
    countries: frozenset[str] | None
    audience: frozenset[Audience] | None

    def hides_from(self, country: str | None, audience: Audience) -> bool:
        """Whether the field is not for that country, None where it is not known, or audience."""
        elsewhere = self.countries is not None and country not in self.countries
        return elsewhere or (self.audience is not None and audience not in self.audience)


@dataclass(frozen=True)
class Service:
    """One help service. A field on hold is None here; `held_fields` says which and why.

    `also` holds the kinds of service that it is besides its own `kind`.
    """

    id: str
    country: str
    name: str
    kind: str
    audience: frozenset[Audience]
    for_anyone: bool
    confidence: str
    checked: date
    live: bool
    sources: tuple[Source, ...]
    also: tuple[str, ...] = ()
    name_local: str | None = None
    role: str | None = None
    only_for: str | None = None
    phone: str | None = None
    dial: tuple[str, ...] = ()
    text: str | None = None
    chat_url: str | None = None
    report_url: str | None = None
    website: str | None = None
    email: str | None = None
    hours: str | None = None
    free: bool | None = None
    anonymous: bool | None = None
    languages: tuple[str, ...] = ()
    caution: str | None = None
    adults_only: bool = False
    beside_national: bool = False
    preferred: bool = False
    only_countries: frozenset[str] | None = None
    when_country_unknown: bool = False
    field_limits: tuple[FieldLimit, ...] = ()
    hold: str | None = None
    held_fields: tuple[tuple[str, str], ...] = ()

    @property
    def verified(self) -> bool:
        """Whether the service itself vouches for the entry, not only the press or one page."""
        return self.confidence == "verified"

    @property
    def round_the_clock(self) -> bool:
        """Whether its hours begin with 24/7, whatever exceptions follow."""
        return bool(self.hours and self.hours.startswith("24/7"))

    @property
    def answers_directly(self) -> bool:
        """Whether one can talk or write to somebody there, not only read a page."""
        return bool(self.phone or self.answers_in_writing)

    @property
    def answers_in_writing(self) -> bool:
        """Whether one can write to somebody there: in a chat, or by text message."""
        return bool(self.text or self.chat_url)

    def is_any_of(self, kinds: Collection[str]) -> bool:
        """Whether it is of one of these kinds, its own or one besides."""
        return not {self.kind, *self.also}.isdisjoint(kinds)

    def has_contact(self) -> bool:
        """Whether any way to reach it is left."""
        return any(getattr(self, field) for field in CONTACTS)

    def works_in(self, country: str | None) -> bool:
        """Whether it serves that country; for None, whether it may be named before one is known."""
        if self.only_countries is None:
            return True
        return self.when_country_unknown if country is None else country in self.only_countries

    def may_be_offered_to(self, audience: Audience) -> bool:
        """Adults may be given any service, to pass it on; a child only one that takes children."""
        if audience is not Audience.CHILD:
            return True
        return not self.adults_only and (self.for_anyone or audience in self.audience)

    def as_seen(self, country: str | None, audience: Audience) -> Service:
        """The service without the fields that are not for this country or audience."""
        hidden = {item.field for item in self.field_limits if item.hides_from(country, audience)}
        changes: dict[str, Any] = dict.fromkeys(hidden)
        if "phone" in hidden:
            changes["dial"] = ()
        return replace(self, **changes)


@dataclass(frozen=True)
class Withdrawn:
    """A number or address that must not be shown in a country, and why."""

    value: str
    reason: str

    def covers(self, shown: str, country: str) -> bool:
        """Whether `shown` holds this number, or is this e-mail or web address, or a page below."""
        if phones.is_plain(self.value):
            numbers = phones.numbers_in(shown, [country])
            return any(phones.same(number, self.value, country) for number in numbers)
        address = shown.lower().split("://")[-1].removeprefix("www.").rstrip("/")
        value = self.value.lower()
        return address == value or address.startswith(f"{value}/")


@dataclass(frozen=True)
class Country:
    """A country of the register; `services` may be shown, `on_hold` never."""

    code: str
    name: str
    emergency: Emergency
    services: tuple[Service, ...]
    on_hold: tuple[Service, ...]
    do_not_show: tuple[Withdrawn, ...]
    missing: tuple[str, ...]
    notes: str


@dataclass(frozen=True)
class Register:
    """All countries by ISO 3166-1 alpha-2 code, and what works across borders."""

    countries: Mapping[str, Country]
    international: Country

    @property
    def default_emergency(self) -> Emergency:
        """The number to give while the country is not known."""
        return self.international.emergency

    def all_countries(self) -> tuple[Country, ...]:
        """The countries, and behind them what works across borders."""
        return (*self.countries.values(), self.international)


@dataclass(frozen=True)
class Found:
    """The answer to a look-up. `country` is None while it is not known."""

    country: str | None
    need: Need
    services: tuple[Service, ...]
    emergency: Emergency | None
    across_borders: bool
