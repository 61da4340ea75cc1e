from __future__ import annotations

import pytest

from beacon.register.names import country_name


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("BG", "en", "Bulgaria"),
        ("BG", "bg", "България"),
        ("DE", "fr", "Allemagne"),
        ("DE", "xx", "Germany"),
        ("DE", "not a language", "Germany"),
        ("QQ", "en", "QQ"),
    ],
)
def test_country_names(code: str, language: str, name: str) -> None:
    assert country_name(code, language) == name
