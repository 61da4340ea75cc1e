from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from beacon.register.look_up import find
from beacon.register.model import Audience, Need, Register, Service
from beacon.register.text import card, emergency_details, payload, service_line


@pytest.fixture
def childline(services: dict[str, Service]) -> Service:
    return services["gb-childline"]


def test_a_line_of_text(childline: Service) -> None:
    assert service_line(childline) == (
        "Childline: call 0800 1111, https://www.childline.org.uk, free, 24/7"
    )


def test_the_local_name_stands_in_brackets(childline: Service) -> None:
    assert service_line(replace(childline, name_local="Local")).startswith("Childline (Local): ")


def test_a_local_name_that_is_part_of_the_name_is_left_out(childline: Service) -> None:
    assert service_line(replace(childline, name_local="Childline")).startswith("Childline: ")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("text", "50101", "text 50101"),
        ("chat_url", "https://chat.example.org", "chat https://chat.example.org"),
        ("report_url", "https://example.org/form", "report https://example.org/form"),
        ("email", "a@example.org", "e-mail a@example.org"),
        ("anonymous", True, "anonymous"),
        ("anonymous", False, "not anonymous"),
        ("free", False, "not free"),
    ],
)
def test_a_line_says_what_is_known(childline: Service, field: str, value: Any, words: str) -> None:
    changed = replace(childline, **{field: value})
    assert f", {words}," in service_line(changed)


def test_a_website_that_is_the_chat_is_said_once(childline: Service) -> None:
    same = replace(childline, chat_url=childline.website)
    assert service_line(same).count("https://www.childline.org.uk") == 1


def test_a_line_ends_with_purpose_and_caution(childline: Service) -> None:
    special = replace(childline, only_for="violence at home", caution="It may be closed.")
    assert service_line(special).endswith(". Only for violence at home. It may be closed.")


def test_every_service_has_a_line(services: dict[str, Service]) -> None:
    assert all(": " in service_line(service) for service in services.values())


def test_of_most_emergency_numbers_there_is_no_more_to_say(register: Register) -> None:
    assert emergency_details(register.countries["BA"].emergency) == ""


def test_it_is_said_what_to_try_next(register: Register) -> None:
    assert emergency_details(register.countries["AL"].emergency) == "If nobody answers: 129."


def test_the_default_emergency_number_names_the_exceptions(register: Register) -> None:
    assert "Serbia: 192 (police)" in emergency_details(register.default_emergency)


def test_a_card(childline: Service) -> None:
    assert card(childline) == {
        "name": "Childline",
        "kind": "helpline",
        "phone": "0800 1111",
        "dial": ["0800 1111"],
        "website": "https://www.childline.org.uk",
        "hours": "24/7",
        "free": True,
        "languages": ["en"],
        "source": childline.sources[0].url,
        "checked": "2026-11-24",
        "confidence": "verified",
    }


def test_a_card_keeps_what_is_false(childline: Service) -> None:
    assert card(replace(childline, free=False))["free"] is False


def test_a_payload(register: Register, childline: Service) -> None:
    found = find(register, "GB", Need.TALK, Audience.CHILD)
    assert payload(found) == {
        "v": 1,
        "type": "help",
        "country": "GB",
        "emergency": {
            "number": "999",
            "dial": ["999"],
            "note": register.countries["GB"].emergency.cannot_speak,
            "source": register.countries["GB"].emergency.source.url,
        },
        "across_borders": False,
        "cards": [card(childline)],
    }


def test_a_payload_without_emergency(register: Register) -> None:
    found = replace(find(register, "GB", Need.TALK, Audience.CHILD), emergency=None)
    assert payload(found)["emergency"] is None


def test_the_payload_of_an_unknown_country_survives_json(register: Register) -> None:
    content = payload(find(register, None, Need.EMERGENCY, Audience.CHILD))
    assert json.loads(json.dumps(content)) == content
