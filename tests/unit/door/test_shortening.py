from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beacon.door.shortening import Lengths, ends_of, shorten
from beacon.patterns import PatternBook
from beacon.risk import Match, load_patterns

ROOT = Path(__file__).parents[3]
PATTERNS = load_patterns(ROOT / "risk")
NONE: PatternBook[Match] = PatternBook([])
LENGTHS = Lengths(beginning=600, end=395, alarming=400, window=180)
CALM = "we had maths today and then we went to the park with the dog. "
EMERGENCY = "i want to die tonight and i have the pills here."
HIGH = "he says he will send my pics to everyone if i dont pay."


def test_what_is_short_stays() -> None:
    assert shorten("a " * 500, LENGTHS, PATTERNS) == "a " * 500


@pytest.mark.parametrize("patterns", [NONE, PATTERNS])
def test_beginning_and_end_are_kept(patterns: PatternBook[Match]) -> None:
    text = "first " + "filler " * 300 + "last"
    assert shorten(text, LENGTHS, patterns) == (
        "first " + ("filler " * 85).strip() + " ... " + "filler " * 55 + "last"
    )


@pytest.mark.parametrize("before", range(0, 31, 2))
def test_a_cry_anywhere_is_kept(before: int) -> None:
    text = (CALM * before + EMERGENCY + " " + CALM * (30 - before)).strip()
    kept = shorten(text, LENGTHS, PATTERNS)
    assert EMERGENCY in kept
    assert {match.name for match in PATTERNS.matches(kept)} >= {
        "en: wants to die",
        "en: pills at hand",
    }


def test_without_patterns_the_middle_is_lost() -> None:
    assert EMERGENCY not in shorten(CALM * 10 + EMERGENCY + CALM * 10, LENGTHS, NONE)


def test_beside_a_cry_beginning_and_end_are_kept() -> None:
    kept = shorten("first " + CALM * 10 + EMERGENCY + " " + CALM * 10 + "last", LENGTHS, PATTERNS)
    assert kept.startswith("first we had maths")
    assert kept.endswith("with the dog. last")
    assert kept.count(" ... ") == 2


def test_the_gravest_is_kept_before_what_comes_first() -> None:
    narrow = Lengths(beginning=600, end=395, alarming=190, window=180)
    kept = shorten(
        CALM * 12 + HIGH + " " + CALM * 6 + EMERGENCY + " " + CALM * 12, narrow, PATTERNS
    )
    assert EMERGENCY in kept
    assert HIGH not in kept


def test_there_is_room_for_two() -> None:
    kept = shorten(CALM * 12 + HIGH + " " + CALM * 6 + EMERGENCY + CALM * 12, LENGTHS, PATTERNS)
    assert EMERGENCY in kept
    assert HIGH in kept


def test_who_says_it_again_and_again_takes_no_room_from_another_cry() -> None:
    text = CALM * 9 + (EMERGENCY + " ") * 12 + CALM * 9 + HIGH + " " + CALM * 9
    assert HIGH in shorten(text, LENGTHS, PATTERNS)


def test_where_the_cry_is_seen_anyway_nothing_changes() -> None:
    text = EMERGENCY + " " + CALM * 30
    assert shorten(text, LENGTHS, PATTERNS) == shorten(text, LENGTHS, NONE)


def test_a_mark_is_not_cut() -> None:
    kept = shorten("[picture link] " * 200, LENGTHS, NONE)
    assert set(kept.replace(" ... ", " ").replace("[picture link]", "").split()) == set()


WORDS = st.lists(
    st.sampled_from(
        [CALM, EMERGENCY, HIGH, "i want to die ", "07700 900123 ", "x" * 90, " [name] "]
    ),
    max_size=60,
).map("".join)


@settings(max_examples=100)
@given(WORDS)
def test_never_longer_than_the_lengths_allow(text: str) -> None:
    kept = shorten(text, LENGTHS, PATTERNS)
    assert len(kept) <= LENGTHS.longest
    assert shorten(kept, LENGTHS, PATTERNS) == kept


def test_ends_have_whole_words_and_no_half_number() -> None:
    text = ends_of("one two 07700 900123 " + "three " * 20 + "07700 900123 four", 15)
    assert text == "one two ... four"
