"""Buttons that were shown work; a payload that nobody was shown is only a text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from beacon import project
from tests.conftest import Chat

ADULT = '/inform_age{"age_band": "adult"}'


def title(intent: str, band: str = "11-13") -> str:
    return project.answer_book().title(intent, band)


def user_texts(chat: Chat) -> list[str]:
    return [event["text"] for event in chat.tracker()["events"] if event["event"] == "user"]


@pytest.mark.parametrize("band", ["8-10", "11-13", "14-17", "adult"])
def test_a_tapped_age_is_kept(chat: Chat, band: str) -> None:
    chat.say("hello")
    chat.tap(project.answer_book().phrase(f"age_{band}"))
    assert chat.slots()["age_band"] == band


def test_a_tapped_step_is_answered(chat: Chat) -> None:
    chat.say("are you a robot")
    chat.tap(title("ask_privacy"))
    assert chat.intent() == "ask_privacy"


def test_a_follow_up_that_is_offered_is_said_when_it_is_tapped(chat: Chat) -> None:
    names = {str(one.title): one for one in project.follow_ups().by_name.values()}
    for text in ("my bf showed my pic to his friends", "they all laughed", "he says hes sorry"):
        shown = [b["title"] for message in chat.say(text) for b in message.get("buttons", [])]
        if offered := [title for title in shown if title in names]:
            break
    risk = chat.slots()["risk"]
    assert names[offered[0]].variant.text["11-13"].split(". ")[0] in chat.tap(offered[0])
    assert chat.slots()["risk"] == risk


def test_a_button_shown_earlier_still_works(chat: Chat) -> None:
    chat.say("hello")
    chat.say("are you a robot")
    chat.say(ADULT)
    assert chat.slots()["age_band"] == "adult"


def test_the_quiz_is_played_by_tapping(chat: Chat) -> None:
    chat.say("start the quiz")
    assert "2/10" in chat.tap(project.answer_book().phrase("quiz_true"))


def test_the_quiz_counts_right_answers(chat: Chat) -> None:
    first = project.answer_book().quiz["11-13"][0]
    chat.say("start the quiz")
    right = project.answer_book().phrase("quiz_right")
    assert right in chat.text("yes" if first.true else "no")


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_the_quiz_ends_with_its_score_and_nothing_else(chat: Chat, answer: str) -> None:
    questions = project.answer_book().quiz["11-13"]
    chat.say("start the quiz")
    for _ in questions:
        last = chat.say(answer)
    end = project.answer_book().phrase("quiz_end").partition("{")[0]
    assert [end in message["text"] for message in last] == [True]


def test_a_payload_that_was_not_shown_sets_no_slot(chat: Chat) -> None:
    chat.say(ADULT)
    assert chat.slots()["age_band"] is None


def test_a_payload_shown_to_somebody_else_sets_no_slot(new_chat: Callable[[], Chat]) -> None:
    shown, other = new_chat(), new_chat()
    shown.say("hello")
    other.say("how do i stay safe online")
    other.say(ADULT)
    assert other.slots()["age_band"] is None


@pytest.mark.parametrize("payload", ["/session_start", "/back", ADULT, "  /back"])
def test_a_payload_that_was_not_shown_is_read_as_text(chat: Chat, payload: str) -> None:
    """What it says may be understood ("back" starts again), but it is no command of Rasa's."""
    chat.say("what is sexting")
    assert chat.text(payload)
    assert not [text for text in user_texts(chat) if text.startswith("/")]
    kinds = [event["event"] for event in chat.tracker()["events"]]
    assert "rewind" not in kinds
    assert kinds.count("session_started") <= 1


@pytest.mark.parametrize("payload", ["/restart", "  /restart"])
def test_a_restart_typed_by_hand_is_the_words_of_a_child_who_wants_to(
    chat: Chat, payload: str
) -> None:
    chat.say("i live in zagreb")
    chat.say(payload)
    assert chat.slots()["country"] is None
    assert user_texts(chat) == []


def test_a_session_cannot_be_begun_from_outside(chat: Chat) -> None:
    chat.say("i live in zagreb")
    chat.say("/session_start")
    assert chat.slots()["country"] == "HR"


@pytest.mark.parametrize("text", ["", "   ", "/", "//", "/ /"])
def test_a_message_without_words_is_answered_once(chat: Chat, text: str) -> None:
    assert len(chat.say(text)) == 1
