"""What is left of a message without the opening that answers the bot."""

from __future__ import annotations

import pytest

from beacon.understanding.opening import without_opening


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("no i mean he took it in secret", "he took it in secret"),
        ("No, he is GIVING me gems", "he is GIVING me gems"),
        ("no. its about a picture on my phone", "its about a picture on my phone"),
        ("I'm safe. my brother is 16", "my brother is 16"),
        ("ok thanks, but what do i say to her", "what do i say to her"),
        ("yes but he hits my sister", "he hits my sister"),
        ("nein das war mein bruder", "das war mein bruder"),
        ("нет это мой брат", "это мой брат"),
        ("Hi, my name is [name] and somebody has my picture", "somebody has my picture"),
        ("im [name]. my friend gets threats", "my friend gets threats"),
        ("ich heiße [name] und ich habe angst", "ich habe angst"),
    ],
)
def test_what_answers_the_bot_is_taken_off(text: str, left: str) -> None:
    assert without_opening(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "no i dont want to tell",
        "no its fine",
        "thank you for your help",
        "thanks i feel better now",
        "im fine with dying",
        "ok",
        "",
        "...",
        "somebody has my picture",
        "my name is [name]",
        "im [name]'s friend and he is sad",
    ],
)
def test_what_means_something_is_left_whole(text: str) -> None:
    assert without_opening(text) == text


def test_a_place_that_stands_by_itself_is_an_answer_too() -> None:
    assert without_opening("Greece. should i give him money", [(0, 6)]) == "should i give him money"
    assert without_opening("Greece is where he lives", [(0, 6)]) == "Greece is where he lives"
