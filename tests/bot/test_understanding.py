"""When the bot is not understood, or does not understand."""

from __future__ import annotations

from beacon import project
from tests.conftest import Chat, Message


def has_help(messages: list[Message]) -> bool:
    return any(message.get("custom", {}).get("cards") for message in messages)


def test_simpler_twice_gives_simpler_texts_of_the_same_answer(chat: Chat) -> None:
    question, simpler = "how do i stay safe online", "can you say that in easier words"
    replies = [chat.text(text) for text in (question, simpler, simpler)]
    texts = project.answer_book().answers["ask_stay_safe"].variants[-1].text
    assert replies == [texts["11-13"], texts["8-10"], texts["short"]]


def test_simpler_follows_the_age(chat: Chat) -> None:
    chat.say("i'm 15 years old")
    chat.say("how do i stay safe online")
    texts = project.answer_book().answers["ask_stay_safe"].variants[-1].text
    assert chat.text("can you say that in easier words") == texts["11-13"]


def test_one_failure_brings_choices_and_no_helpline(chat: Chat) -> None:
    messages = chat.say("what is the weather tomorrow")
    assert messages[0]["buttons"]
    assert not has_help(messages)


def test_two_failures_in_a_row_bring_a_helpline(chat: Chat) -> None:
    chat.say("my bike has a flat tire")
    assert has_help(chat.say("the fridge makes a funny sound"))


def test_two_failures_with_an_answer_between_bring_no_helpline(chat: Chat) -> None:
    chat.say("my bike has a flat tire")
    chat.say("are you a robot")
    assert not has_help(chat.say("the fridge makes a funny sound"))


def test_signs_without_sense_are_not_understood(chat: Chat) -> None:
    chat.say("asdfghjkl qwertzuiop")
    assert chat.intent() in ("nlu_fallback", "out_of_scope")
