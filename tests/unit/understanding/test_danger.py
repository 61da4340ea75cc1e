"""Where a chat is believed to stand, and what is learned of it."""

from __future__ import annotations

import pytest

from beacon.understanding.belief import likeliest
from beacon.understanding.danger import (
    AT_FIRST,
    CALM,
    HELPED,
    LABELS,
    NEXT,
    NOW,
    OVER,
    believed,
    chance_of_danger,
    chance_past,
    surely,
)


def test_a_chat_stands_somewhere() -> None:
    for belief in (AT_FIRST, *NEXT.values(), surely(OVER)):
        assert belief.keys() == set(LABELS)
        assert sum(belief.values()) == pytest.approx(1)
    assert NEXT.keys() == set(LABELS)


def test_chances_have_few_digits_which_are_nobodys_number() -> None:
    for belief in (surely(NOW), believed(surely(NOW), surely(HELPED))):
        assert all(len(str(chance)) <= len("0.123") for chance in belief.values())


def after(*states: str) -> dict[str, float]:
    """What is believed after messages that show these states plainly."""
    belief: dict[str, float] = {}
    for state in states:
        belief = dict(believed(belief, surely(state)))
    return belief


def test_help_is_help_only_after_danger() -> None:
    assert likeliest(after(NOW, NOW, HELPED, HELPED)) == HELPED
    assert chance_past(after(CALM, CALM, HELPED)) < 0.5


def test_what_shows_nothing_changes_little() -> None:
    nothing = dict.fromkeys(LABELS, 1 / len(LABELS))
    danger = after(NOW, NOW)
    assert chance_of_danger(believed(danger, nothing)) > 0.6
    assert chance_of_danger(believed(after(CALM, CALM), nothing)) < 0.1


def test_a_tap_changes_nothing_for_danger_does_not_end_by_itself() -> None:
    danger = after(NOW, NOW)
    assert believed(danger, {}) == danger
    assert believed({}, {}) == AT_FIRST


def test_one_message_in_a_calm_talk_is_doubted() -> None:
    assert chance_of_danger(after(CALM, CALM, CALM, NOW)) < chance_of_danger(
        after(CALM, CALM, CALM, NOW, NOW)
    )
