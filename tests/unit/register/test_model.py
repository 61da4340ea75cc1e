from __future__ import annotations

import pytest

from beacon.register.model import Audience, Service, Withdrawn


@pytest.mark.parametrize(
    ("country", "phone"), [("US", True), ("GB", False), ("BG", False), (None, False)]
)
def test_the_phone_of_the_cybertipline_is_for_the_united_states(
    services: dict[str, Service], country: str | None, phone: bool
) -> None:
    seen = services["int-ncmec-cybertipline"].as_seen(country, Audience.CHILD)
    assert bool(seen.phone) is bool(seen.dial) is phone


@pytest.mark.parametrize(
    ("audience", "form"),
    [(Audience.CHILD, False), (Audience.PARENT, False), (Audience.PROFESSIONAL, True)],
)
def test_the_form_of_tusla_is_for_professionals(
    services: dict[str, Service], audience: Audience, form: bool
) -> None:
    assert bool(services["ie-tusla"].as_seen("IE", audience).report_url) is form


@pytest.mark.parametrize(("country", "works"), [("GB", True), ("IE", False), (None, False)])
def test_report_remove_works_in_the_united_kingdom(
    services: dict[str, Service], country: str | None, works: bool
) -> None:
    assert services["int-report-remove"].works_in(country) is works


@pytest.mark.parametrize(
    "country", ["AD", "AM", "AT", "BE", "CH", "GB", "MK", "MT", "RU", "SM", "TN", "TR", "US"]
)
def test_116111_is_not_offered_where_nothing_proves_it(
    services: dict[str, Service], country: str
) -> None:
    assert not services["int-116111"].works_in(country)


def test_116111_is_offered_while_the_country_is_not_known(services: dict[str, Service]) -> None:
    assert services["int-116111"].works_in(None)


@pytest.mark.parametrize("service", ["int-stopncii", "gb-nspcc-helpline", "ru-rkn-form"])
def test_services_for_adults_only(services: dict[str, Service], service: str) -> None:
    assert not services[service].may_be_offered_to(Audience.CHILD)


@pytest.mark.parametrize(
    ("withdrawn", "shown", "covered"),
    [
        ("116 111", "116111", True),
        ("116 111", "116 000", False),
        ("122", "8-800-2000-122", False),
        ("116 111", "WhatsApp or 116111", True),
        ("+423 236 71 11", "If it is closed, call 236 71 11.", True),
        ("116 111", "https://116111.li", False),
        ("+423 236 71 11", "236 71 11", True),
        ("helpline.bg", "https://www.helpline.bg/report", True),
        ("helpline.bg", "https://newhelpline.bg", False),
        ("pointdecontact.net/disrupt", "https://www.pointdecontact.net", False),
        ("helpline@online.bg", "Helpline@online.bg", True),
    ],
)
def test_what_a_withdrawn_entry_covers(withdrawn: str, shown: str, covered: bool) -> None:
    assert Withdrawn(withdrawn, "old").covers(shown, "LI") is covered


@pytest.mark.parametrize(
    ("service", "open_"),
    [("gb-childline", True), ("bg-116111", True), ("nl-kindertelefoon", False)],
)
def test_round_the_clock(services: dict[str, Service], service: str, open_: bool) -> None:
    assert services[service].round_the_clock is open_
