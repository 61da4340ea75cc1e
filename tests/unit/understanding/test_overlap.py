from __future__ import annotations

import pytest

from beacon.understanding.overlap import Overlap, Shared, words_of

SENTENCES = [
    ("will mum be angry", "mum"),
    ("will mum know", "mum"),
    ("will the police come", "police"),
    ("will it be deleted", "deleted"),
]


@pytest.fixture(scope="module")
def overlap() -> Overlap:
    return Overlap(SENTENCES)


def test_the_same_words_share_all(overlap: Overlap) -> None:
    shared = overlap.with_groups("Will MUM be angry?", ["mum"])["mum"]
    assert (shared.both, shared.message, shared.wording) == pytest.approx((1.0, 1.0, 1.0))


def test_a_rare_word_weighs_more_than_one_that_stands_everywhere(overlap: Overlap) -> None:
    shared = overlap.with_groups("will the police", ["police", "deleted"])
    assert shared["police"].both > 0.5
    assert shared["deleted"].both < 0.1


def test_the_sentence_that_shares_most_counts(overlap: Overlap) -> None:
    assert overlap.with_groups("will mum know", ["mum"])["mum"].both == pytest.approx(1.0)


def test_words_are_known_by_how_they_begin() -> None:
    assert words_of("Deleting it") == words_of("deleted IT!")


@pytest.mark.parametrize("text", ["", "…", "zebra"])
def test_what_shares_no_word_shares_nothing(overlap: Overlap, text: str) -> None:
    assert overlap.with_groups(text, ["mum", "none"]) == {"mum": Shared(), "none": Shared()}
