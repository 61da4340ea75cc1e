from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest

from beacon.register.look_up import find
from beacon.register.model import Audience, Found, Need, Register, Service

ALL = 99
ELSEWHERE = "JP"


def every_look_up(register: Register, most: int = ALL) -> Iterator[tuple[Audience, Found]]:
    places = (None, ELSEWHERE, *register.countries)
    for country, need, audience in product(places, Need, Audience):
        yield audience, find(register, country, need, audience, most)


def ids(found: Found) -> list[str]:
    return [service.id for service in found.services]


def test_a_service_on_hold_is_never_found(register: Register, held: frozenset[str]) -> None:
    found = {id_ for _, look_up in every_look_up(register) for id_ in ids(look_up)}
    assert not found & held


def test_a_field_on_hold_is_never_found(register: Register) -> None:
    for _, found in every_look_up(register):
        for service in found.services:
            assert all(getattr(service, field) is None for field, _ in service.held_fields)


def test_there_is_an_emergency_number_but_where_ours_may_be_a_wrong_one(register: Register) -> None:
    for _, found in every_look_up(register):
        assert bool(found.emergency) is (found.country != ELSEWHERE)


def test_something_is_always_found(register: Register) -> None:
    assert all(found.services for _, found in every_look_up(register))


def test_adults_only_services_are_never_found_for_a_child(register: Register) -> None:
    for audience, found in every_look_up(register):
        assert audience is not Audience.CHILD or not any(s.adults_only for s in found.services)


def test_stopncii_is_never_found_for_a_child(register: Register) -> None:
    for audience, found in every_look_up(register):
        assert audience is not Audience.CHILD or "int-stopncii" not in ids(found)


def test_withdrawn_numbers_are_never_found(register: Register) -> None:
    for _, found in every_look_up(register):
        home = register.countries.get(found.country or "")
        for service, entry in product(found.services, home.do_not_show if home else ()):
            assert not any(entry.covers(number, found.country or "") for number in service.dial)


def test_every_service_found_can_be_reached(register: Register) -> None:
    assert all(s.has_contact() for _, found in every_look_up(register) for s in found.services)


def test_services_across_borders_are_flagged(register: Register) -> None:
    for _, found in every_look_up(register):
        assert found.across_borders is all(s.country == "INT" for s in found.services)


@pytest.mark.parametrize(
    ("country", "need", "expected"),
    [
        ("BG", Need.TALK, ["bg-116111", "bg-124123"]),
        ("GB", Need.TALK, ["gb-childline"]),
        ("GB", Need.REMOVE, ["gb-report-remove", "int-take-it-down"]),
        ("ES", Need.REMOVE, ["es-aepd-canal-prioritario", "int-take-it-down"]),
        ("DE", Need.REMOVE, ["de-takeitdown"]),
        ("NL", Need.REMOVE, ["int-take-it-down", "nl-helpwanted"]),
        ("FR", Need.REMOVE, ["fr-takeitdown", "fr-3018"]),
        ("CZ", Need.REMOVE, ["cz-takeitdown", "cz-stoponline"]),
        ("MT", Need.TALK, ["mt-179", "mt-kellimni"]),
        ("MC", Need.SUPPORT, ["mc-98989696", "mc-0800919010"]),
        ("IE", Need.SUPPORT, ["ie-tusla", "ie-childline"]),
        ("EE", Need.REPORT, ["ee-vihjeliin", "ee-web-police"]),
        ("AM", Need.TALK, ["int-findahelpline", "int-chi-directory"]),
        (None, Need.TALK, ["int-116111", "int-findahelpline", "int-chi-directory"]),
        (None, Need.REMOVE, ["int-take-it-down"]),
    ],
)
def test_what_a_child_is_given(
    register: Register, country: str | None, need: Need, expected: list[str]
) -> None:
    assert ids(find(register, country, need, Audience.CHILD)) == expected


def test_what_a_service_does_besides_takes_nothing_from_its_own_kind(register: Register) -> None:
    assert "nl-helpwanted" in ids(find(register, "NL", Need.TALK, Audience.CHILD))


def test_what_helps_besides_comes_after_what_is_there_for_it(register: Register) -> None:
    for _, found in every_look_up(register):
        if found.need is Need.REMOVE:
            helps_besides = [service.kind != "image_removal" for service in found.services]
            assert helps_besides == sorted(helps_besides)


def test_parents_get_their_own_line_first(register: Register) -> None:
    assert ids(find(register, "DE", Need.TALK, Audience.PARENT))[0] == "de-elterntelefon"


def test_a_parent_is_not_given_stopncii_first(register: Register) -> None:
    found = find(register, None, Need.REMOVE, Audience.PARENT)
    assert ids(found) == ["int-take-it-down", "int-stopncii"]


def test_no_more_than_asked(register: Register) -> None:
    assert len(find(register, "CY", Need.TALK, Audience.CHILD, most=1).services) == 1


def test_lower_case_codes_are_understood(register: Register) -> None:
    assert find(register, "bg", Need.TALK, Audience.CHILD).country == "BG"


def test_an_emergency_gives_somebody_to_talk_to(register: Register) -> None:
    found = find(register, "GB", Need.EMERGENCY, Audience.CHILD)
    assert ids(found) == ["gb-childline"]


def test_an_emergency_gives_the_number_of_the_country(register: Register) -> None:
    found = find(register, "RS", Need.EMERGENCY, Audience.CHILD)
    assert found.emergency == register.countries["RS"].emergency


def test_an_emergency_where_the_country_is_not_known_gives_the_default(register: Register) -> None:
    found = find(register, None, Need.EMERGENCY, Audience.CHILD)
    assert found.emergency == register.default_emergency


def in_order(services: tuple[Service, ...]) -> bool:
    verified = [service.verified for service in services]
    return verified == sorted(verified, reverse=True)


def test_verified_services_to_report_to_come_first(register: Register) -> None:
    for _, found in every_look_up(register):
        assert found.need is not Need.REPORT or in_order(found.services)
