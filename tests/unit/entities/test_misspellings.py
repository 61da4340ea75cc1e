from __future__ import annotations

import pytest

from beacon.entities.misspellings import Misspellings

NAMES = Misspellings(
    {"bulgaria": "BG", "hungary": "HU", "switzerland": "CH", "chad": "TD"}, ["hungry"]
)


@pytest.mark.parametrize(
    ("word", "country"),
    [
        ("bulgeria", "BG"),
        ("bulgria", "BG"),
        ("bulgaira", "BG"),
        ("hungery", "HU"),
        ("switserlend", "CH"),
        ("hungry", None),
        ("bolgeria", None),
        ("dulgaria", None),
        ("ched", None),
        ("bulging", None),
    ],
)
def test_allows_a_slip_in_a_name_and_two_in_a_long_one(word: str, country: str | None) -> None:
    assert NAMES.country_of(word) == country
