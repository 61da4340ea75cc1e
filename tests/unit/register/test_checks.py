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
    rewrite("bg.yml", 'checked: "2026-11-24"', 'checked: "2026-11-31"')
    assert "services.0.checked: '2026-11-31' is no date" in refusal(folder)


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
