from __future__ import annotations

from beacon.entities.phrases import Match, PhraseIndex, PhraseList

INDEX = PhraseIndex([("New York", 1), ("york", 2), ("york city hall", 3), ("York", 4)])


def test_the_longest_phrase_counts() -> None:
    assert INDEX.longest_at(["york", "city", "hall"], 0) == Match(0, 3, 3)


def test_the_first_of_two_equal_phrases_counts() -> None:
    assert INDEX.longest_at(["york"], 0) == Match(0, 1, 2)


def test_a_phrase_does_not_reach_past_the_end() -> None:
    assert INDEX.longest_at(["york", "city"], 0) == Match(0, 1, 2)


def test_longest_in_does_not_overlap() -> None:
    assert list(INDEX.longest_in(["new", "york", "york"])) == [Match(0, 2, 1), Match(2, 3, 2)]


def test_everywhere_overlaps() -> None:
    assert list(INDEX.everywhere(["new", "york"])) == [Match(0, 2, 1), Match(1, 2, 2)]


def test_knows_its_phrases_in_any_case() -> None:
    assert "NEW YORK" in INDEX
    assert "york city" not in INDEX


def test_a_star_stands_for_an_ending() -> None:
    words = PhraseList(["Englisch*", "polish"])
    assert all(word in words for word in ("englisch", "englische", "englischarbeit", "polish"))
    assert not any(word in words for word in ("englischlehrerin", "englisch noch", "polishes"))
