from __future__ import annotations

import pytest

from beacon.register.model import Register
from beacon.web import links


@pytest.mark.parametrize(
    ("number", "link"),
    [
        ("116 111", "tel:116111"),
        ("(+352) 47 58 21-627", "tel:+352475821627"),
        ("8-800-2000-122", "tel:88002000122"),
        ("112 (or 113)", None),
        ("javascript:1", None),
        ("", None),
    ],
)
def test_numbers_to_dial(number: str, link: str | None) -> None:
    assert links.tel(number) == link


@pytest.mark.parametrize(
    ("text", "link"), [("50 101", "sms:50101"), ("WhatsApp / BiP 0530 918 11 17", None)]
)
def test_numbers_to_write_to(text: str, link: str | None) -> None:
    assert links.sms(text) == link


@pytest.mark.parametrize(
    "address",
    ["https://a.example", "https://www.a.example/b/c?d=e,f#g", "https://a.example:8443/"],
)
def test_web_addresses(address: str) -> None:
    assert links.web(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "http://a.example",
        "javascript:alert(1)//https://a.example",
        "data:text/html,x",
        "//a.example",
        "https://",
        "https://me:secret@a.example",
        'https://a.example/"onclick="x',
        "https://a.example/ b",
        "https://a.example\n",
        "",
    ],
)
def test_other_addresses_are_no_links(address: str) -> None:
    assert links.web(address) is None


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("help@a.example", "mailto:help@a.example"),
        ("help@a.example?subject=x", None),
        ("help", None),
    ],
)
def test_mail_addresses(address: str, link: str | None) -> None:
    assert links.mail(address) == link


@pytest.mark.parametrize(
    ("address", "host"),
    [("https://www.a.example/b", "a.example"), ("http://b.example:80", "b.example")],
)
def test_the_site_of_an_address(address: str, host: str) -> None:
    assert links.host(address) == host


def test_every_number_of_the_register_can_be_dialled(register: Register) -> None:
    countries = register.all_countries()
    numbers = [number for country in countries for number in country.emergency.dial]
    numbers += [
        number for each in countries for service in each.services for number in service.dial
    ]
    assert [number for number in numbers if not links.tel(number)] == []


def test_every_address_with_https_is_a_link(register: Register) -> None:
    services = [service for country in register.all_countries() for service in country.services]
    addresses = [
        address
        for service in services
        for address in (service.chat_url, service.report_url, service.website)
        if address and address.startswith("https:")
    ]
    assert [address for address in addresses if not links.web(address)] == []
