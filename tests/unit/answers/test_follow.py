"""What most talks ask second and third: how long, is that bad, she will be angry."""

from __future__ import annotations

import pytest

from beacon.answers import Composer
from beacon.levels import BANDS
from tests.unit.answers.test_said_next import (
    BLACKMAIL,
    FRIEND,
    SHARED,
    composer,
    heard,
    said,
    says,
    words,
)

__all__ = ["composer"]


@pytest.mark.parametrize(
    ("before", "read_as", "part"),
    [
        ("how do i get it deleted", "ask_remove_image", "report it again"),
        ("how do i report on snapchat", "ask_report", "report it again"),
        ("what happens if i call", "ask_helpline_contact", "A few minutes are fine"),
        ("i want to do a lesson about sexting", "teacher_lesson", "One lesson"),
    ],
)
def test_how_long_is_answered_for_what_was_asked(
    composer: Composer, before: str, read_as: str, part: str
) -> None:
    reply = words(
        composer.reply(heard("how long does it take", "ask_recovery", said(before, read_as)))
    )
    assert part in reply
    assert "Bad days" not in reply


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize("text", ["how long does it take", "when will he stop"])
def test_who_is_blackmailed_asks_how_long_that_goes_on(
    composer: Composer, text: str, band: str
) -> None:
    reply = words(composer.reply(heard(text, "ask_recovery", BLACKMAIL, band=band)))
    assert "quieter" in reply


def test_how_long_he_goes_on_is_not_answered_by_how_long_a_removal_takes(
    composer: Composer,
) -> None:
    removal = said("how do i get it deleted", "ask_remove_image")
    reply = words(composer.reply(heard("when will he stop", "ask_recovery", BLACKMAIL, removal)))
    assert "quieter" in reply


@pytest.mark.parametrize("band", BANDS)
def test_is_that_bad_is_not_answered_with_no(composer: Composer, band: str) -> None:
    deleted = said("i deleted the chat", "ask_save_evidence")
    turn = heard("is that bad", "express_feelings", BLACKMAIL, deleted, band=band)
    assert not words(composer.reply(turn)).startswith("No.")


@pytest.mark.parametrize("text", ["she will be angry", "what if she gets mad"])
def test_that_a_mother_will_be_angry_is_no_friends_trouble(composer: Composer, text: str) -> None:
    reply = words(composer.reply(heard(text, "disclose_friend", SHARED, band="8-10")))
    assert reply.startswith("It's OK to be scared of that")


@pytest.mark.parametrize("band", BANDS)
def test_that_a_friend_will_hate_it_is_about_the_friend(composer: Composer, band: str) -> None:
    reply = words(composer.reply(heard("she will hate me", "out_of_scope", FRIEND, band=band)))
    assert "cross" in reply


def test_that_he_will_be_angry_at_a_no_stays_pressure() -> None:
    assert "will_be_angry" not in says("he will be mad if i say no")
