from __future__ import annotations

import pytest

from beacon import project
from beacon.answers import Composer, Turn
from beacon.levels import Risk
from beacon.project import answer_book


@pytest.fixture
def composer() -> Composer:
    return project.composer()


@pytest.mark.parametrize("band", ["8-10", "11-13", "14-17", "adult"])
def test_all_right_answers_give_ten_of_ten(composer: Composer, band: str) -> None:
    reply = composer.reply(Turn("start_quiz", band=band))
    for question in answer_book().quiz[band]:
        assert question.statement in reply.text
        intent = "affirm" if question.true else "deny"
        reply = composer.reply(Turn(intent, band=band, said=(reply.said,)))
        assert question.reason in reply.text
    assert "10 of 10" in reply.text


def test_a_wrong_answer_gets_its_reason_and_no_point(composer: Composer) -> None:
    first = composer.reply(Turn("start_quiz"))
    question = answer_book().quiz["11-13"][0]
    wrong = "deny" if question.true else "affirm"
    reply = composer.reply(Turn(wrong, said=(first.said,)))
    assert question.reason in reply.text
    assert (reply.said.facts["question"], reply.said.facts["score"]) == ("1", "0")


def test_answers_can_be_tapped(composer: Composer) -> None:
    reply = composer.reply(Turn("start_quiz", band="8-10"))
    assert [button.payload for button in reply.buttons] == ["/affirm", "/deny"]


def test_after_an_emergency_a_yes_is_no_answer_to_the_quiz(composer: Composer) -> None:
    quiz = composer.reply(Turn("start_quiz")).said
    crisis = composer.reply(Turn("crisis_self_harm", risk=Risk.emergency, said=(quiz,))).said
    assert composer.reply(Turn("affirm", said=(quiz, crisis))).said.answer == "affirm"


def test_a_yes_after_the_end_is_no_answer_to_the_quiz(composer: Composer) -> None:
    said = [composer.reply(Turn("start_quiz")).said]
    for _ in range(10):
        said.append(composer.reply(Turn("affirm", said=tuple(said))).said)
    assert composer.reply(Turn("affirm", said=tuple(said))).said.answer == "affirm"
