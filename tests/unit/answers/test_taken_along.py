"""Who is asked to come along, and who is worried about somebody who goes: what a doubt says."""

from __future__ import annotations

import pytest

from beacon.answers import Composer, Said, Turn
from beacon.answers.history import ALARM
from beacon.answers.topics import FRIEND_BY_CHAT
from beacon.levels import BANDS, Risk
from tests.unit.answers.talks import says

BED = "one man here is nice. he says i can sleep in his apartment"
GUEST_HOUSE = "he says we meet in town at the guest house because it is quiet there"


def doubtful(band: str, before: Said, *topics: str) -> Turn:
    """A message that may be an alarm, after that was answered."""
    return Turn(
        "crisis_immediate_danger",
        risk=Risk.emergency,
        highest_risk=Risk.emergency,
        band=band,
        country="GB",
        facts={ALARM: "doubtful"},
        said=(before,),
        says=frozenset(topics),
    )


@pytest.mark.parametrize(
    "text",
    [
        BED,
        GUEST_HOUSE,
        "the man asks if i come, his car is outside",
        "sunday he is in the hotel at dakar to sign. only me, no parent",
    ],
)
def test_who_is_asked_to_a_strangers_place_is_heard_as_that(text: str) -> None:
    assert "told_to_come" in says(text)


@pytest.mark.parametrize(
    "text",
    [
        "my aunt says i can stay with her",
        "i go to his house for his birthday party",
        "we were in a hotel on holiday",
        "i told my friends mum and she said i can stay with her",
    ],
)
def test_who_stays_with_its_own_people_is_not(text: str) -> None:
    assert "told_to_come" not in says(text)


@pytest.mark.parametrize("band", BANDS)
def test_a_doubt_after_that_says_not_to_go(composer: Composer, band: str) -> None:
    reply = composer.reply(doubtful(band, Said("ask_online_stranger", says=says(GUEST_HOUSE))))
    words = " ".join(reply.before)
    assert "go to them" in words
    assert "the car" in words or "their car" in words


@pytest.mark.parametrize("band", BANDS)
def test_a_doubt_of_a_friend_is_about_the_friend(composer: Composer, band: str) -> None:
    turn = doubtful(band, Said("disclose_friend"), FRIEND_BY_CHAT)
    words = " ".join(composer.reply(turn).before)
    assert "Could they be in danger now" in words
    assert "about you" in words
