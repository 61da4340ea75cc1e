from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon.register import phones


@pytest.mark.parametrize(
    ("number", "country"),
    [
        ("116 111", "BG"),
        ("0800 1111", "GB"),
        ("999", "GB"),
        ("122", "BA"),
        ("+41 58 261 61 61", "LI"),
        ("(+352) 47 58 21-627", "LU"),
    ],
)
def test_real_numbers_are_valid(number: str, country: str) -> None:
    assert phones.is_valid(number, country)


@pytest.mark.parametrize(
    ("number", "country"),
    [("116 112", "BG"), ("0800 11", "GB"), ("1", "GB"), ("", "GB"), ("call us", "GB")],
)
def test_other_numbers_are_not(number: str, country: str) -> None:
    assert not phones.is_valid(number, country)


@given(st.text(max_size=30))
def test_no_text_breaks_the_check(text: str) -> None:
    assert phones.is_valid(text, "BG") in (True, False)


@pytest.mark.parametrize(
    ("number", "quote", "quoted"),
    [
        ("19696", "la linea 1.96.96 è gratuita", True),
        ("017", "Llama al 017", True),
        ("0800 22 55 530", "Nummer 0800/2255530", True),
        ("070 390 632", "+389 (0)70 390 632", True),
        ("17", "en 2017", False),
        ("112", "1125 appels", False),
        ("0800 1111", "0800 1112", False),
    ],
)
def test_numbers_in_quotes(number: str, quote: str, quoted: bool) -> None:
    assert phones.is_quoted(number, "MK", [quote]) is quoted


@pytest.mark.parametrize(
    ("text", "plain"),
    [("0800 1111", True), ("+423 230 22 33", True), ("112 (or 113)", False), ("", False)],
)
def test_plain_numbers(text: str, plain: bool) -> None:
    assert phones.is_plain(text) is plain


@pytest.mark.parametrize(
    ("text", "found"), [("WhatsApp / BiP 0530 918 11 17", True), ("WhatsApp 12", False)]
)
def test_numbers_inside_words(text: str, found: bool) -> None:
    assert phones.has_valid(text, "TR") is found


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("116 111", ["116 111"]),
        ("116 006 works too since February 2026", ["116 006"]),
        ("119 or 3018", ["119", "3018"]),
        ("SMS 06 12 34 56 78, or 3018", ["06 12 34 56 78", "3018"]),
        ("Mon-Fri 09:00-17:00, from 8 to 10 years", []),
        ("Telegram @INCIBE017, https://116111.bg, www.116111.bg, a116@b112.fr", []),
        ("", []),
    ],
)
def test_numbers_that_a_text_tells_to_call(text: str, numbers: list[str]) -> None:
    assert phones.numbers_in(text, ["FR"]) == numbers


@given(st.text(max_size=30))
def test_no_text_breaks_the_search_for_numbers(text: str) -> None:
    assert isinstance(phones.numbers_in(text, ["BG", "INT"]), list)
