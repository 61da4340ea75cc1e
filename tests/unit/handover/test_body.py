from __future__ import annotations

import json

import pytest

from beacon.handover.body import as_body

LETTERS = "Він має мою фотографію"


def test_letters_of_other_alphabets_are_not_escaped() -> None:
    body = as_body({"text": LETTERS})
    assert len(body) < 2 * len(LETTERS) + 20
    assert json.loads(body) == {"text": LETTERS}


@pytest.mark.parametrize("text", ['"', "\\", "\n", "\x01", "\u2028", "😀"])
def test_every_sign_comes_out_as_it_went_in(text: str) -> None:
    assert json.loads(as_body([text])) == [text]


def test_half_a_character_stops_nothing() -> None:
    assert json.loads(as_body(["half \ud83d a character"])) == ["half ? a character"]
