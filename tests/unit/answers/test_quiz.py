from __future__ import annotations

import pytest

from beacon.answers.quiz import Quiz, Standing
from beacon.project import answer_book


@pytest.mark.parametrize("band", ["8-10", "11-13", "14-17", "adult"])
def test_all_right_answers_give_ten_of_ten(band: str) -> None:
    quiz = Quiz(answer_book(), band)
    reply, standing = quiz.begin()
    for question in answer_book().quiz[band]:
        assert question.statement in reply.text
        reply, standing = quiz.answer(question.true, standing)
        assert question.reason in reply.text
    assert "10 of 10" in reply.text
    assert standing == Standing()


def test_a_wrong_answer_gets_its_reason_and_no_point() -> None:
    quiz = Quiz(answer_book(), None)
    _, standing = quiz.begin()
    question = answer_book().quiz["11-13"][0]
    reply, after = quiz.answer(not question.true, standing)
    assert question.reason in reply.text
    assert after == Standing(running=True, question=1, score=0)


def test_answers_can_be_tapped() -> None:
    reply, _ = Quiz(answer_book(), "8-10").begin()
    assert [button.payload for button in reply.buttons] == ["/affirm", "/deny"]
