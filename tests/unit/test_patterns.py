from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon.patterns import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("I WANT", " i want "),
        ("don't", " dont "),
        ("don’t", " dont "),
        ("école, déjà!", " ecole deja "),
        ("ήταν", " ηταν "),
        ("snake_case", " snake case "),
        ("a  \n b", " a b "),
        ("…", "  "),
        ("𝕬", " a "),
        ("", "  "),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_folding_a_letter_twice_changes_nothing() -> None:
    folded = {fold(chr(number)) for number in range(sys.maxunicode + 1)}
    assert [letters for letters in folded if fold(letters) != letters] == []


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
