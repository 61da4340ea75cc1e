from __future__ import annotations

from pathlib import Path

import pytest

from beacon.data_file import DataFileError
from beacon.register.loader import load_register

from .conftest import Rewrite, line_with


def refusal(folder: Path) -> str:
    with pytest.raises(DataFileError) as refused:
        load_register(folder)
    return str(refused.value)


def test_the_small_register_is_sound(folder: Path) -> None:
    assert set(load_register(folder).countries) == {"BG", "GB"}


def test_a_number_that_the_country_lacks(folder: Path, rewrite: Rewrite) -> None:
    rewrite("gb.yml", 'phone: "0800 1111"', 'phone: "0123 4"')
    rewrite("gb.yml", "Call free on 0800 1111", "Call free on 0123 4")
    line = line_with(folder, "gb.yml", 'phone: "0123 4"')
    assert f"gb.yml:{line}: services.0.phone: '0123 4' is no phone number of GB" in refusal(folder)


def test_a_number_of_another_country(folder: Path, rewrite: Rewrite) -> None:
    rewrite("bg.yml", 'phone: "116 111"', 'phone: "0800 1111"')
    rewrite("bg.yml", "sources:\n", 'sources:\n      - {url: "https://a.bg", quote: "0800 1111"}\n')
    assert "'0800 1111' is no phone number of BG" in refusal(folder)


def test_a_number_that_no_source_prints(folder: Path, rewrite: Rewrite) -> None:
    rewrite("gb.yml", 'phone: "0808 800 5000"', 'phone: "0808 800 5001"')
    assert "'0808 800 5001' stands in no quoted source" in refusal(folder)


def test_an_address_that_no_source_prints(folder: Path, rewrite: Rewrite) -> None:
    rewrite("gb.yml", "help@nspcc.org.uk", "help@nspcc.example")
    assert "'help@nspcc.example' stands in no quoted source" in refusal(folder)


def test_words_in_a_number_without_dial(folder: Path, rewrite: Rewrite) -> None:
    rewrite("gb.yml", 'phone: "0800 1111"', 'phone: "0800 1111 or chat"')
    assert "write the numbers to dial under dial" in refusal(folder)


def test_an_emergency_number_that_no_source_prints(folder: Path, rewrite: Rewrite) -> None:
    rewrite("gb.yml", 'number: "999"', 'number: "112"')
    assert "emergency.number: '112' stands in no quoted source" in refusal(folder)


def test_a_number_that_must_not_be_shown(folder: Path, rewrite: Rewrite) -> None:
    rewrite("bg.yml", 'value: "web112.net"', 'value: "124123"')
    assert "services.1.phone: '124 123' must not be shown" in refusal(folder)


def test_an_address_that_must_not_be_shown(folder: Path, rewrite: Rewrite) -> None:
    rewrite("bg.yml", 'value: "web112.net"', 'value: "safenet.bg"')
    assert "'https://www.safenet.bg' must not be shown" in refusal(folder)


CAUTION = 'caution: "The chat is not always open."'


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        (CAUTION, 'caution: "If it is closed, call 116 123."', "services.0.caution: '116 123'"),
        (CAUTION, 'caution: "Or call 0700 12 345."', "services.0.caution: '0700 12 345'"),
        ('name: "National Telephone', 'name: "116 117 National Telephone', "services.0.name: "),
        ('name_local: "Национална', 'name_local: "1234 Национална', "services.0.name_local: "),
        ('phone: "116 111"', 'only_for: "who has called 150"\n    phone: "116 111"', "only_for: "),
        (
            'number: "112"',
            'number: "112"\n  note: "By text message: 166."',
            "emergency.note: '166'",
        ),
        (
            'phone: "116 111"',
            'dial: ["116 111"]\n    phone: "116 111 or 124 999"',
            "services.0.phone: '124 999'",
        ),
        (
            'phone: "116 111"',
            'text: "Viber 0888 123 457"\n    phone: "116 111"',
            "services.0.text: '0888 123 457'",
        ),
    ],
)
def test_a_number_among_words_that_no_source_prints(
    folder: Path, rewrite: Rewrite, old: str, new: str, where: str
) -> None:
    rewrite("bg.yml", old, new)
    assert where in refusal(folder)
    assert "stands in no quoted source" in refusal(folder)


@pytest.mark.parametrize(
    "caution", ["In danger, call 112.", "Or call 124 123.", "As stated in 2024.", "From 10:00."]
)
def test_a_caution_may_name_another_number_of_the_country_and_a_year(
    folder: Path, rewrite: Rewrite, caution: str
) -> None:
    rewrite("bg.yml", CAUTION, f'caution: "{caution}"')
    assert "BG" in load_register(folder).countries


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (CAUTION, 'caution: "If it is closed, call 124 123."'),
        ('name: "National', 'name: "124 123, National'),
        ('phone: "116 111"', 'text: "Viber 0888 123 457 or 124 123"\n    phone: "116 111"'),
        ('phone: "116 111"', 'dial: ["116 111"]\n    phone: "116 111 or 124 123"'),
        ('number: "112"', 'number: "112"\n  note: "Or call 124123."'),
    ],
)
def test_a_number_that_must_not_be_shown_is_found_among_words(
    folder: Path, rewrite: Rewrite, old: str, new: str
) -> None:
    quote = '\n      - {url: "https://a.bg", quote: "0888 123 457, 124 123"}'
    rewrite("bg.yml", "    sources:", f"    sources:{quote}")
    held = 'hold: "for this test"'
    rewrite("bg.yml", "id: bg-124123", f"id: bg-124123\n    {held}")
    rewrite("bg.yml", 'value: "web112.net"', 'value: "124 123"')
    assert load_register(folder)
    rewrite("bg.yml", old, new)
    assert "must not be shown: address of the former coordinator" in refusal(folder)


def test_a_kind_that_is_its_own_already(folder: Path, rewrite: Rewrite) -> None:
    rewrite("gb.yml", "kind: helpline", "kind: helpline\n    also: [helpline]")
    assert "services.0.also: helpline is its kind already" in refusal(folder)


def test_an_id_that_stands_twice(folder: Path, rewrite: Rewrite) -> None:
    rewrite("gb.yml", "id: gb-iwf", "id: bg-116111")
    line = line_with(folder, "gb.yml", "id: bg-116111")
    assert f"gb.yml:{line}: the id 'bg-116111' stands in bg.yml too" in refusal(folder)


def test_a_file_under_the_name_of_another_country(folder: Path) -> None:
    (folder / "bg.yml").rename(folder / "fr.yml")
    assert "fr.yml:1: country: the file of BG is named bg.yml" in refusal(folder)


def test_a_country_that_does_not_exist(folder: Path, rewrite: Rewrite) -> None:
    rewrite("bg.yml", "country: BG", "country: XQ")
    (folder / "bg.yml").rename(folder / "xq.yml")
    assert "country: XQ is no country" in refusal(folder)


def test_a_day_that_does_not_exist(folder: Path, rewrite: Rewrite) -> None:
    rewrite("bg.yml", '    checked: "2026-11-24"', '    checked: "2026-11-31"')
    assert "services.0.checked: '2026-11-31' is no date" in refusal(folder)


def test_a_day_that_does_not_exist_with_an_emergency_number(folder: Path, rewrite: Rewrite) -> None:
    rewrite("bg.yml", '\n  checked: "2026-11-24"', '\n  checked: "2026-11-31"')
    line = line_with(folder, "bg.yml", "2026-11-31")
    problem = f"bg.yml:{line}: emergency.checked: '2026-11-31' is no date"
    assert problem in refusal(folder)


def test_a_hold_on_a_field_that_is_not_there(folder: Path, rewrite: Rewrite) -> None:
    rewrite("gb.yml", "id: gb-childline\n", 'id: gb-childline\n    hold_fields: {text: "old"}\n')
    assert "hold_fields.text: the service has no text" in refusal(folder)


def test_a_service_whose_every_contact_is_on_hold(folder: Path, rewrite: Rewrite) -> None:
    held = 'hold_fields: {website: "old"}\n'
    rewrite("bg.yml", "id: bg-safenet-hotline\n", f"id: bg-safenet-hotline\n    {held}")
    assert "no way to reach the service is left" in refusal(folder)


def test_a_list_of_other_emergency_numbers_that_is_out_of_date(
    folder: Path, rewrite: Rewrite
) -> None:
    rewrite("international.yml", "other_number_in: [GB]", "other_number_in: [BG]")
    assert "other_number_in: by the countries' files it is ['GB']" in refusal(folder)
