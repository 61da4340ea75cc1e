from __future__ import annotations

from itertools import pairwise

import pytest

from beacon.door import numbers
from beacon.door.numbers import NOTHING, HelpNumbers

HELP = HelpNumbers(["112", "999", "116 111", "0800 1111", "800 12 34 56 (free)"])


@pytest.mark.parametrize(
    "run",
    ["116 111", "116111", "0800 1111", "08001111", "800-123-456", "112 999", "116 111 112"],
)
def test_help_numbers_stay(run: str) -> None:
    assert HELP.private_part(run) == NOTHING


@pytest.mark.parametrize(
    "run",
    [
        "10 11 12 13",
        "9, 10, 11",
        "14 13 12",
        "2023 2024",
        "2019-2020",
        "2023/24",
        "100000",
        "1.000.000",
        "2 000 000",
        "125,000",
        "16:30-17:45",
        "12:00:00",
    ],
)
def test_ages_years_amounts_and_times_stay(run: str) -> None:
    assert HELP.private_part(run) == NOTHING


@pytest.mark.parametrize(
    "run",
    [
        "07700900123",
        "+44 7700 900123",
        "112 345 678",
        "8000000",
        "06 12 34 56 78",
        "482913",
        "06 07 08 09 10",
        "01 02 03 04 05",
        "10-11-12-13",
        "116 111 234 56",
        "0800 1111 2223",
        "0161 116 111",
        "7,70,09,00,12",
    ],
)
def test_other_numbers_are_somebodys(run: str) -> None:
    assert HELP.private_part(run) == (0, len(run))


def test_a_number_after_a_help_number_is_somebodys() -> None:
    run = "116 111 07700 900123"
    assert run[slice(*HELP.private_part(run))] == "07700 900123"


@pytest.mark.parametrize("run", ["116 111 2", "116 111 12", "0800 1111 2023"])
def test_a_count_or_year_after_a_help_number_stays(run: str) -> None:
    assert HELP.private_part(run) == NOTHING


@pytest.mark.parametrize("number", ["0800 1111", "116 111 112", "0800 1111 12", "0800 1111 24/7"])
def test_a_help_number_is_nobodys_though_it_is_valid(number: str) -> None:
    assert HELP.private_part_of_valid(number) == NOTHING


@pytest.mark.parametrize("number", ["0800 1111 222", "0800 1111 2023", "0800 1111 2223"])
def test_a_valid_number_that_begins_like_a_help_number_is_somebodys(number: str) -> None:
    assert HELP.private_part_of_valid(number) == (0, len(number))


@pytest.mark.parametrize(
    ("number", "is_card"), [("4111 1111 1111 1111", True), ("4111 1111 1111 1112", False)]
)
def test_checks_cards(number: str, is_card: bool) -> None:
    assert numbers.is_card(number) is is_card


def test_finds_valid_phone_numbers() -> None:
    text = "tel 020 7946 0958 ok"
    assert [text[slice(*span)] for span in numbers.valid_phone_numbers(text, ["GB"])] == [
        "020 7946 0958"
    ]


def test_phone_numbers_of_several_regions_do_not_overlap() -> None:
    spans = numbers.valid_phone_numbers("030 123456 789 1234", ["DE", "AT", "US", "IT", "PL"])
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
