from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from beacon.encoders.noise import misspell

TEXT = "my boyfriend keeps asking me for a picture and i dont know what to say"


def misspelt(seed: int, text: str = TEXT) -> str:
    return misspell(text, random.Random(seed))


@given(st.text(), st.integers())
def test_the_same_seed_makes_the_same_slips(text: str, seed: int) -> None:
    assert misspelt(seed, text) == misspelt(seed, text)


def test_another_seed_makes_other_slips() -> None:
    assert len({misspelt(seed) for seed in range(50)}) > 10


def test_most_texts_stay_as_they_are() -> None:
    kept = [misspelt(seed) == TEXT for seed in range(500)]
    assert 0.5 < sum(kept) / len(kept) < 0.7


@given(st.text(max_size=5), st.integers())
def test_a_very_short_text_stays_as_it_is(text: str, seed: int) -> None:
    assert misspelt(seed, text) == text


@given(st.text(min_size=6, max_size=200), st.integers())
def test_the_length_hardly_changes(text: str, seed: int) -> None:
    # A slip may also take the signs at the end away, or change letters that have no one capital.
    slips = 1 + len(text) // 40
    ending = len(text) - len(text.rstrip(".!?"))
    growth = len(text.lower()) - len(text)
    change = len(misspelt(seed, text)) - len(text)
    assert -slips - ending <= change <= slips + growth
