from __future__ import annotations

import gzip
import json
from dataclasses import replace
from typing import Any

import pytest

from beacon.register.look_up import find
from beacon.register.model import Audience, Country, FieldLimit, Need, Register, Service, Withdrawn
from beacon.register.text import card, payload
from beacon.web.helplines import by_name, helplines, own_names

MOST_BYTES = 20_000


@pytest.fixture(scope="session")
def copy(register: Register) -> dict[str, Any]:
    return helplines(register, None)


def cards(copy: dict[str, Any]) -> list[dict[str, Any]]:
    """All cards of the copy."""
    of_countries = [each for country in copy["countries"].values() for each in country["cards"]]
    return [*copy["across_borders"], *of_countries]


def with_services(register: Register, code: str, *services: Service) -> Register:
    """The register with other services in one country."""
    country = replace(register.countries[code], services=services)
    return replace(register, countries={**register.countries, code: country})


def service(register: Register, service_id: str) -> Service:
    services = [each for country in register.all_countries() for each in country.services]
    return next(each for each in services if each.id == service_id)


def test_it_has_what_the_page_reads(copy: dict[str, Any]) -> None:
    keys = {"v", "default_country", "emergency", "across_borders", "countries"}
    assert set(copy) == keys
    for country in copy["countries"].values():
        assert set(country) == {"name", "own_name", "emergency", "cards"}


def test_it_has_every_country_by_its_english_name(register: Register, copy: dict[str, Any]) -> None:
    assert set(copy["countries"]) == set(register.countries)
    names = [country["name"] for country in copy["countries"].values()]
    assert names == sorted(names)


@pytest.mark.parametrize("code", [None, "PT"])
def test_it_says_the_default_country(register: Register, code: str | None) -> None:
    assert helplines(register, code)["default_country"] == code


@pytest.mark.parametrize(
    ("code", "numbers"), [("BA", ["122"]), ("RS", ["192"]), ("GB", ["999"]), ("BG", ["112"])]
)
def test_emergency_numbers(copy: dict[str, Any], code: str, numbers: list[str]) -> None:
    assert copy["countries"][code]["emergency"]["dial"] == numbers


def test_without_a_country_the_exceptions_go_with_the_number(
    register: Register, copy: dict[str, Any]
) -> None:
    assert copy["emergency"]["number"] == "112"
    assert copy["emergency"]["instead"] == dict(register.default_emergency.instead)


def test_the_cards_are_those_that_the_bot_shows(register: Register, copy: dict[str, Any]) -> None:
    for code, country in copy["countries"].items():
        found = payload(find(register, code, Need.TALK, Audience.CHILD))
        assert country["cards"] == found["cards"]
    anywhere = find(register, None, Need.TALK, Audience.CHILD)
    assert copy["across_borders"] == [card(each) for each in anywhere.services]


def test_every_country_has_one_to_three_services_that_can_be_reached(
    copy: dict[str, Any],
) -> None:
    for country in copy["countries"].values():
        assert 1 <= len(country["cards"]) <= 3
    reachable = {"dial", "sms", "chat_url", "website", "email"}
    assert all(reachable & set(each) for each in cards(copy))


@pytest.mark.parametrize("code", ["AM", "SM"])
def test_a_country_without_services_has_those_across_borders(
    copy: dict[str, Any], code: str
) -> None:
    names = [each["name"] for each in copy["countries"][code]["cards"]]
    assert any(name.startswith("Child Helpline International") for name in names)


def test_a_service_on_hold_never_appears(register: Register, copy: dict[str, Any]) -> None:
    held = {each.name for country in register.all_countries() for each in country.on_hold}
    assert "Free child protection hotline" in held
    assert not held & {each["name"] for each in cards(copy)}


def test_a_field_on_hold_never_appears(register: Register, copy: dict[str, Any]) -> None:
    held = {field for field, _ in service(register, "pt-116111").held_fields}
    shown = copy["countries"]["PT"]["cards"][0]
    assert "text" in held
    assert shown["name"] == service(register, "pt-116111").name
    assert "sms" not in shown


def test_a_number_that_must_not_be_shown_never_appears(register: Register) -> None:
    def is_shown(entries: tuple[Withdrawn, ...]) -> bool:
        country: Country = replace(register.countries["SM"], do_not_show=entries)
        copied = helplines(replace(changed, countries={"SM": country}), None)
        return "116 111" in str(copied["countries"])

    everywhere = replace(service(register, "int-116111"), only_countries=None)
    international = replace(register.international, services=(everywhere,))
    changed = replace(register, international=international)
    assert is_shown(())
    assert not is_shown((Withdrawn("116111", "does not work there"),))


@pytest.mark.parametrize(
    "change",
    [
        {"adults_only": True},
        {"audience": frozenset({Audience.PROFESSIONAL}), "for_anyone": False},
        {"only_countries": frozenset({"IE"})},
    ],
)
def test_a_service_that_is_not_for_a_child_there_never_appears(
    register: Register, change: dict[str, Any]
) -> None:
    childline = service(register, "gb-childline")
    as_it_is = helplines(with_services(register, "GB", childline), None)
    changed = helplines(with_services(register, "GB", replace(childline, **change)), None)
    assert [each["name"] for each in as_it_is["countries"]["GB"]["cards"]] == ["Childline"]
    assert "Childline" not in {each["name"] for each in cards(changed)}


def test_a_field_that_is_not_for_a_child_never_appears(register: Register) -> None:
    limit = FieldLimit("website", None, frozenset({Audience.PROFESSIONAL}))
    childline = replace(service(register, "gb-childline"), field_limits=(limit,))
    copied = helplines(with_services(register, "GB", childline), None)
    (shown,) = copied["countries"]["GB"]["cards"]
    assert shown["dial"] == ["0800 1111"]
    assert "website" not in shown


def test_of_many_services_it_has_three(register: Register) -> None:
    childline = service(register, "gb-childline")
    many = [replace(childline, name=f"Childline {number}") for number in range(5)]
    copied = helplines(with_services(register, "GB", *many), None)
    assert len(copied["countries"]["GB"]["cards"]) == 3


def test_it_is_small(copy: dict[str, Any]) -> None:
    text = json.dumps(copy, ensure_ascii=False, separators=(",", ":"))
    assert len(gzip.compress(text.encode(), mtime=0)) < MOST_BYTES


def test_it_survives_json(copy: dict[str, Any]) -> None:
    assert json.loads(json.dumps(copy)) == copy


@pytest.mark.parametrize(
    ("code", "name", "own_name"),
    [
        ("BG", "Bulgaria", "България"),
        ("BA", "Bosnia & Herzegovina", "Bosna i Hercegovina / Босна и Херцеговина"),
        ("CH", "Switzerland", "Schweiz / Suisse / Svizzera"),
        ("PT", "Portugal", "Portugal"),
    ],
)
def test_names_of_countries(copy: dict[str, Any], code: str, name: str, own_name: str) -> None:
    assert copy["countries"][code]["name"] == name
    assert copy["countries"][code]["own_name"] == own_name


def test_own_names_bear_their_language() -> None:
    assert own_names("TN") == [("ar", "تونس"), ("fr", "Tunisie")]
    assert ("sr-Latn", "Srbija") in own_names("RS")


def test_the_english_name_is_not_said_twice() -> None:
    assert own_names("IE") == [("ga", "Éire")]


def test_countries_stand_in_the_order_of_their_names(register: Register) -> None:
    order = by_name(register)
    assert order.index("CH") > order.index("SE")
    assert order[0] == "AL"
