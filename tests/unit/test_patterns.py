from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beacon.patterns import PatternBook, fold, read_patterns


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


@pytest.mark.parametrize(
    ("phrase", "text", "fits"),
    [
        ("= leave it", "Leave it!", True),
        ("= leave it", "leave it here", False),
        ("= leave it", "please leave it", False),
        ("= no|nope", "nope", True),
        ("= no way*", "no wayyy", True),
        ("= .", "...", True),
        ("= .", "", True),
        ("= .", "a", False),
    ],
)
def test_a_phrase_can_be_the_whole_message(
    tmp_path: Path, phrase: str, text: str, fits: bool
) -> None:
    file = tmp_path / "a.yml"
    file.write_text(f"words: [{{name: a, phrases: ['{phrase}']}}]")
    book = PatternBook(read_patterns(file, "words", {}, lambda entry: str(entry["name"])))
    assert book.matches(text) == (["a"] if fits else [])


def test_a_phrase_stands_in_what_is_misspelt_and_so_does_what_takes_it_back(tmp_path: Path) -> None:
    file = tmp_path / "a.yml"
    file.write_text("words: [{name: a, phrases: [my brother, my bruva], unless: [in a film]}]")
    book = PatternBook(read_patterns(file, "words", {}, lambda entry: str(entry["name"])))
    assert book.matches("its my bruver", "its my brother") == book.matches("its my bruva") == ["a"]
    assert book.matches("its my bruver in a flim", "its my brother in a film") == []
    assert book.matches("its my bruver") == []
