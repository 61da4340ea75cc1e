"""Which groups of sentences a vector is like."""

from __future__ import annotations

import numpy as np

from beacon.understanding.likeness import Like, Likeness

MUM, DAD, SISTER = np.eye(3, dtype=np.float32)
BETWEEN = np.array([0.8, 0.6, 0.0], dtype=np.float32)


def test_the_nearest_sentence_of_a_group_counts() -> None:
    likeness = Likeness(np.stack([MUM, SISTER, DAD]), ["of mum", "of mum", "of dad"], [True] * 3)
    best = likeness.best(BETWEEN, 5)
    assert [like.name for like in best] == ["of mum", "of dad"]
    assert np.allclose([like.cosine for like in best], [0.8, 0.6])


def test_no_more_are_given_than_asked_for() -> None:
    likeness = Likeness(np.stack([MUM, DAD]), ["of mum", "of dad"], [True, True])
    assert [like.name for like in likeness.best(BETWEEN, 1)] == ["of mum"]


def test_what_is_more_unlike_than_like_a_group_is_none_of_it() -> None:
    vectors = np.stack([DAD, MUM, SISTER])
    likeness = Likeness(vectors, ["of dad", "of dad", "of sister"], [True, False, True])
    assert [like.name for like in likeness.best(BETWEEN, 5)] == ["of sister"]


def test_without_sentences_nothing_is_alike() -> None:
    assert Likeness(np.empty((0, 3), dtype=np.float32), [], []).best(MUM, 5) == []


def test_how_like_all_sentences_of_a_group_are() -> None:
    vectors = np.stack([MUM, MUM, MUM, DAD, SISTER])
    likeness = Likeness(vectors, ["all"] * 5, [True] * 5)
    (like,) = likeness.best(MUM, 5)
    assert np.allclose((like.cosine, like.near, like.mean), (1.0, 1.0, 0.6))


def test_what_is_less_like_than_asked_for_is_left_out() -> None:
    likeness = Likeness(np.stack([MUM, DAD]), ["of mum", "of dad"], [True, True])
    assert [like.name for like in likeness.best(BETWEEN, 5, least=0.7)] == ["of mum"]


def test_how_like_is_stored_in_few_digits() -> None:
    like = Like("of mum", 0.81234, near=0.7, chance=0.25)
    assert Like.of(like.stored()) == Like("of mum", 0.812, near=0.7, chance=0.25)
