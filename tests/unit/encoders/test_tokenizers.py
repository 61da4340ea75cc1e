from __future__ import annotations

import numpy as np
import pytest

from beacon.encoders.e5_weights import Pieces
from beacon.encoders.tokenizers import LONGEST, Unigrams, padded

# The ids are the places in this list; the first four are the signs that E5 keeps for itself.
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁a", "a", "b", "ab", "▁ab", "c"]
SCORES = [0.0, 0.0, 0.0, 0.0, -3.0, -2.0, -2.5, -2.5, -4.5, -3.5, -2.0]
BEGIN, PADDING, END, UNKNOWN = range(4)


@pytest.fixture
def tokenize() -> Unigrams:
    return Unigrams(Pieces(PIECES, SCORES, UNKNOWN, {ord("A"): "a", ord("Å"): "a", ord("\t"): " "}))


def ids(tokenize: Unigrams, text: str) -> list[int]:
    """The ids of one text between beginning and end."""
    row = tokenize([text])[0][0].tolist()
    assert (row[0], row[-1]) == (BEGIN, END)
    return list(row[1:-1])


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("a", ["▁a"]),
        ("ab", ["▁ab"]),
        ("b", ["▁", "b"]),
        ("a a", ["▁a", "▁a"]),
        ("bab", ["▁", "b", "ab"]),
        ("ca", ["▁", "c", "a"]),
        ("", ["▁"]),
    ],
)
def test_the_cut_of_highest_probability_is_found(
    tokenize: Unigrams, text: str, pieces: list[str]
) -> None:
    assert [PIECES[number] for number in ids(tokenize, text)] == pieces


@pytest.mark.parametrize("text", ["A", "Å", " a", "   a"])
def test_a_text_is_normalised_first(tokenize: Unigrams, text: str) -> None:
    assert ids(tokenize, text) == ids(tokenize, "a")


@pytest.mark.parametrize("text", ["a  b", "a    b", "a\tb", "a \t b"])
def test_spaces_in_a_row_are_one(tokenize: Unigrams, text: str) -> None:
    assert ids(tokenize, text) == ids(tokenize, "a b")


def test_a_letter_that_no_piece_has_is_unknown(tokenize: Unigrams) -> None:
    assert ids(tokenize, "aza") == [PIECES.index("▁a"), UNKNOWN, PIECES.index("a")]


def test_a_long_text_is_cut(tokenize: Unigrams) -> None:
    assert len(ids(tokenize, "c" * 1000)) == LONGEST - 2


def test_the_mask_has_the_shape_of_the_ids(tokenize: Unigrams) -> None:
    numbers, mask = tokenize(["a", "a b c"])
    assert numbers.shape == mask.shape


def test_a_text_is_cut_alike_beside_any_other(tokenize: Unigrams) -> None:
    alone, _ = tokenize(["ab"])
    beside, mask = tokenize(["ab", "a b c a b c"])
    assert beside[0][mask[0] == 1].tolist() == alone[0].tolist()


def test_rows_are_filled_up_to_the_longest() -> None:
    numbers, mask = padded([[5, 6, 7], [8]], padding=1)
    np.testing.assert_array_equal(numbers, [[5, 6, 7], [8, 1, 1]])
    np.testing.assert_array_equal(mask, [[1, 1, 1], [1, 0, 0]])


def test_ids_and_mask_have_the_types_of_the_encoders() -> None:
    numbers, mask = padded([[5]], padding=1)
    assert (numbers.dtype, mask.dtype) == (np.int64, np.float32)
