"""What is said in the middle of a talk, to the real bot."""

from __future__ import annotations

import re

from beacon import project
from tests.conftest import Chat


def test_a_quiz_with_doubts_a_question_and_a_way_back(chat: Chat) -> None:
    questions = project.answer_book().quiz["11-13"]
    go_on = project.answer_book().phrase("quiz_go_on")
    chat.say("start the quiz")
    assert "2/10" in chat.text("true i guess")
    assert questions[1].reason in chat.text("idk")
    assert "3/10" in chat.text("ok")
    assert "3/10" not in chat.text("are you a robot")
    assert "3/10" in chat.tap(go_on)
    assert "4/10" in chat.tap(project.answer_book().phrase("quiz_false"))
    assert "we stop here" in chat.text("stop")
    assert "1/10" in chat.text("start the quiz")


def test_what_happened_to_a_child_ends_the_quiz(chat: Chat) -> None:
    chat.say("start the quiz")
    assert "all else can wait" in chat.text("this happened to me")
    assert "1/10" not in chat.text("yes")


def test_a_child_that_is_answered_past_goes_on(chat: Chat) -> None:
    chat.say("someone is threatening to post my nudes")
    assert "Next step" in chat.text("what now")
    assert "orry" in chat.text("thats not what i asked")
    assert "no hurry" in chat.text("...")
    assert re.search(r"You (decide|choose) what you", chat.text("leave it"))


def test_everyday_words_are_no_alarm_and_doubtful_ones_a_question_asked_once(chat: Chat) -> None:
    chat.say("what is sexting")
    for text in ("i hit him", "its just feet", "i cant sleep", "its my choice"):
        assert not chat.text(text).startswith("If you are in danger")
    assert "Are you safe right now?" in chat.text("im in my room")
    chat.say("yes im safe")
    assert not chat.text("im in bed").startswith("If you are in danger")


def test_a_false_alarm_in_a_calm_chat_brings_no_number_that_stays(chat: Chat) -> None:
    chat.say("sum1 on minkraft sed il get diamons if i show my belly")
    for text in ("i did allredy", "wil my mum be cros"):
        assert not chat.text(text).startswith("If you are in danger")
    assert chat.slots()["risk"] == "high"


def test_what_a_parent_asks_next_is_about_the_child(chat: Chat) -> None:
    chat.say("my daughter sent nudes to a boy")
    assert "Don't press" in chat.text("she doesnt want to talk to me")
    assert "punishment" in chat.text("should i take the phone away")


def test_a_planned_meeting_is_not_forgotten_for_a_scrap(chat: Chat) -> None:
    assert "go alone or in secret" in chat.text("im meeting a boy tomorrow")
    assert "start again" not in chat.text("from snap")
    assert "Please don't go yet" in chat.text("can my friend come")


def test_a_child_that_asks_what_to_say_stays_a_child(chat: Chat) -> None:
    chat.say("a boy wants a pic of me")
    assert "side by side" not in chat.text("what should i say to the boy")
    assert "With a child" not in chat.text("he asks every day")
