from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon.entities.text import fold, tokenise


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Köln", "koln"),
        ("ŁÓDŹ", "lodz"),
        ("İstanbul", "istanbul"),
        ("yaşındayım", "yasindayim"),
        ("Ελλάδα", "ελλαδα"),
        ("Ёлка", "елка"),
        ("Київ", "київ"),
        ("straße", "strasse"),
        ("København", "kobenhavn"),
        ("𝓐𝓷𝓷𝓪", "anna"),
        ("Ǽ", "ae"),
    ],
)
def test_folds_case_and_accents(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_a_number_and_a_word_are_two_tokens() -> None:
    assert [token.text for token in tokenise("12yo, m13")] == ["12", "yo", "m", "13"]


def test_folding_a_letter_twice_changes_nothing() -> None:
    folded = {fold(chr(number)) for number in range(sys.maxunicode + 1)}
    assert [letters for letters in folded if fold(letters) != letters] == []


@given(st.text())
def test_tokens_stand_where_they_say(text: str) -> None:
    assert all(fold(text[token.start : token.end]) == token.text for token in tokenise(text))


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert [fold(token.text) for token in tokenise(text)] == [t.text for t in tokenise(text)]
