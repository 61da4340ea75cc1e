"""Which groups of sentences a vector is like."""

from __future__ import annotations

import numpy as np

from beacon.understanding.likeness import Likeness

MUM, DAD, SISTER = np.eye(3, dtype=np.float32)
BETWEEN = np.array([0.8, 0.6, 0.0], dtype=np.float32)


def test_the_nearest_sentence_of_a_group_counts() -> None:
    likeness = Likeness(np.stack([MUM, SISTER, DAD]), ["of mum", "of mum", "of dad"], [True] * 3)
    best = likeness.best(BETWEEN, 5)
    assert [name for name, _ in best] == ["of mum", "of dad"]
    assert np.allclose([cosine for _, cosine in best], [0.8, 0.6])


def test_no_more_are_given_than_asked_for() -> None:
    likeness = Likeness(np.stack([MUM, DAD]), ["of mum", "of dad"], [True, True])
    assert [name for name, _ in likeness.best(BETWEEN, 1)] == ["of mum"]


def test_what_is_more_unlike_than_like_a_group_is_none_of_it() -> None:
    vectors = np.stack([DAD, MUM, SISTER])
    likeness = Likeness(vectors, ["of dad", "of dad", "of sister"], [True, False, True])
    assert [name for name, _ in likeness.best(BETWEEN, 5)] == ["of sister"]


def test_without_sentences_nothing_is_alike() -> None:
    assert Likeness(np.empty((0, 3), dtype=np.float32), [], []).best(MUM, 5) == []
