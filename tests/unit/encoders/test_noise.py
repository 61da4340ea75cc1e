from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from beacon.encoders.noise import SPELT_BY_EAR, as_typed, by_sound, misspell

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


SPOKEN = "some boy on roblox wants a picture of me and my friend because he said so"


def test_by_ear_the_words_are_other_letters_and_the_marks_the_same() -> None:
    heard = [by_sound(f"{SPOKEN} [name]", random.Random(seed)) for seed in range(20)]
    assert len(set(heard)) > 15
    assert all(text.endswith(" [name]") for text in heard)
    assert any("sum boy" in text for text in heard)
    assert {len(text.split()) for text in heard} == {len(SPOKEN.split()) + 1}


@given(st.text(), st.integers())
def test_by_ear_the_same_seed_writes_the_same(text: str, seed: int) -> None:
    written = [by_sound(text, random.Random(seed)) for _ in range(2)]
    assert written[0] == written[1]


def by_ear_share(language: str) -> float:
    typed = [as_typed("because", language, random.Random(seed)) for seed in range(1000)]
    return sum(text in ("becos", "becoz", "cuz", "coz", "bcuz") for text in typed) / len(typed)


def test_a_share_of_the_english_messages_is_written_by_ear() -> None:
    assert SPELT_BY_EAR / 5 < by_ear_share("en") < SPELT_BY_EAR
    assert by_ear_share("de") == 0
