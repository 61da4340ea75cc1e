from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from beacon import project
from beacon.answers import Composer, Reply, Said, Turn
from beacon.answers.conversation import read_turn
from beacon.answers.quiz import TOPICS
from beacon.levels import Risk
from beacon.project import answer_book


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


def typed(text: str, intent: str, said: tuple[Said, ...], risk: Risk = Risk.none) -> Turn:
    """A message as the topics of the project read it."""
    says = frozenset(topic.name for topic in project.topics().matches(text))
    return Turn(intent, risk=risk, said=said, says=says, is_typed=True)


def first_answer(composer: Composer, text: str, intent: str = "out_of_scope") -> Reply:
    """The reply to what is typed where the first statement stands."""
    question = composer.reply(Turn("start_quiz")).said
    return composer.reply(typed(text, intent, (question,)))


def test_the_topics_of_the_quiz_are_there() -> None:
    assert set(TOPICS) <= {topic.name for topic in project.topics().meanings()}


@pytest.mark.parametrize(
    "text", ["false", "False!", "thats wrong", "i dont think so", "nah", "nein"]
)
def test_words_for_false_count_whatever_the_message_is_read_as(
    composer: Composer, text: str
) -> None:
    """The first statement of 11 to 13 is false."""
    reply = first_answer(composer, text)
    assert "That's right!" in reply.text
    assert reply.said.facts["score"] == "1"


@pytest.mark.parametrize("text", ["true", "true i guess", "i think so", "Yes!", "oui"])
def test_words_for_true_count(composer: Composer, text: str) -> None:
    reply = first_answer(composer, text, "affirm")
    assert "Not quite" in reply.text
    assert "2/10" in reply.text


@pytest.mark.parametrize("intent", ["affirm", "deny", "thank", "ask_explain_simpler"])
def test_what_is_no_sure_yes_or_no_is_asked_for_once_more(composer: Composer, intent: str) -> None:
    reply = first_answer(composer, "ok lets see", intent)
    assert "Just say true or false" in reply.text
    assert "1/10" in reply.text
    assert reply.said.facts["score"] == "0"


@pytest.mark.parametrize("text", ["idk", "pass", "why"])
def test_who_does_not_know_hears_the_reason_and_goes_on(composer: Composer, text: str) -> None:
    reply = first_answer(composer, text, "deny")
    assert answer_book().quiz["11-13"][0].reason in reply.text
    assert "It's OK not to know. This one is not true." in reply.text
    assert (reply.said.facts["question"], reply.said.facts["score"]) == ("1", "0")


def test_who_stops_is_let_go_and_may_begin_anew(composer: Composer) -> None:
    stopped = first_answer(composer, "stop", "deny")
    assert "we stop here" in stopped.text
    again = composer.reply(Turn("start_quiz", said=(stopped.said,)))
    assert answer_book().phrase("quiz_begin") in again.text


def test_another_message_is_answered_and_the_quiz_goes_on_by_a_button(composer: Composer) -> None:
    said = [composer.reply(Turn("start_quiz")).said]
    said.append(composer.reply(Turn("affirm", said=tuple(said))).said)
    other = composer.reply(typed("who made you", "ask_bot_identity", tuple(said)))
    assert other.said.answer == "ask_bot_identity"
    button = other.buttons[-1]
    assert (button.title, button.intent) == ("Go on with the quiz", "start_quiz")
    said.append(other.said)
    assert "2/10" in composer.reply(Turn("start_quiz", said=tuple(said))).text


def test_the_way_back_to_the_quiz_is_not_offered_for_good(composer: Composer) -> None:
    said = [composer.reply(Turn("start_quiz")).said]
    for _ in range(4):
        reply = composer.reply(typed("who made you", "ask_bot_identity", tuple(said)))
        said.append(reply.said)
    assert "start_quiz" not in {button.intent for button in reply.buttons}


def test_a_child_whose_age_is_known_now_begins_with_statements_for_it(composer: Composer) -> None:
    question = composer.reply(Turn("start_quiz")).said
    reply = composer.reply(Turn("start_quiz", band="8-10", said=(question,)))
    assert answer_book().quiz["8-10"][0].statement in reply.text


@pytest.mark.parametrize(
    ("text", "intent", "risk"),
    [
        ("this happened to me", "express_feelings", Risk.concern),
        ("he has my pic and wants money", "disclose_sextortion", Risk.high),
    ],
)
def test_what_happened_to_the_child_ends_the_play(
    composer: Composer, text: str, intent: str, risk: Risk
) -> None:
    question = composer.reply(Turn("start_quiz")).said
    reply = composer.reply(typed(text, intent, (question,), risk))
    assert reply.said.answer == intent
    assert reply.help is not None
    assert "start_quiz" not in {button.intent for button in reply.buttons}


def test_a_yes_in_a_grave_message_is_no_answer(composer: Composer) -> None:
    question = composer.reply(Turn("start_quiz")).said
    reply = composer.reply(typed("true", "disclose_coerced", (question,), Risk.high))
    assert reply.said.answer == "disclose_coerced"


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ({"intent": {"name": "affirm"}, "text": "/affirm"}, "1"),
        ({"intent": {"name": "affirm"}, "text": "ok lets see", "says": []}, "0"),
    ],
    ids=["tapped", "typed"],
)
def test_a_tap_is_an_answer_where_typed_words_must_say_it(
    composer: Composer, message: dict[str, Any], question: str
) -> None:
    asked = composer.reply(Turn("start_quiz")).about()
    assert composer.reply(read_turn(message, {}, [asked])).said.facts["question"] == question


GOES_ON = ["how many points do i have", "i want to continue", "weiter"]


@pytest.mark.parametrize("text", GOES_ON)
@pytest.mark.parametrize("intent", ["affirm", "out_of_scope", "start_quiz"])
def test_words_that_go_on_mean_an_unfinished_quiz(
    composer: Composer, text: str, intent: str
) -> None:
    said = [composer.reply(Turn("start_quiz")).said]
    said.append(composer.reply(Turn("affirm", said=tuple(said))).said)
    assert "2/10" in composer.reply(typed(text, intent, tuple(said))).text
    said.append(composer.reply(typed("who made you", "ask_bot_identity", tuple(said))).said)
    reply = composer.reply(typed(text, intent, tuple(said)))
    assert answer_book().phrase("quiz_goes_on") in reply.text
    assert f"So far you got {said[1].facts['score']} of 1." in reply.text
    assert "2/10" in reply.text


def test_before_the_first_answer_no_points_are_told(composer: Composer) -> None:
    said = (composer.reply(Turn("start_quiz")).said,)
    assert "So far" not in composer.reply(typed("weiter", "affirm", said)).text


@pytest.mark.parametrize("text", GOES_ON)
def test_without_an_unfinished_quiz_they_do_not(composer: Composer, text: str) -> None:
    stopped = first_answer(composer, "stop", "deny").said
    for said in ((), (stopped,)):
        assert composer.reply(typed(text, "affirm", said)).said.answer == "affirm"
        assert composer.reply(typed(text, "start_quiz", said)).said.answer == "ask_menu"


def test_a_quiz_that_is_named_is_begun(composer: Composer) -> None:
    reply = composer.reply(typed("continue the quiz", "start_quiz", ()))
    assert answer_book().phrase("quiz_begin") in reply.text


def test_after_trouble_was_told_they_do_not(composer: Composer) -> None:
    said = (composer.reply(Turn("start_quiz")).said, Said("express_feelings", risk=Risk.concern))
    turn = replace(typed("i want to continue", "affirm", said), highest_risk=Risk.concern)
    assert composer.reply(turn).said.answer == "affirm"


def test_while_an_alarm_stands_they_do_not(composer: Composer) -> None:
    quiz = composer.reply(Turn("start_quiz")).said
    crisis = composer.reply(Turn("crisis_self_harm", risk=Risk.emergency, said=(quiz,))).said
    turn = replace(typed("weiter", "affirm", (quiz, crisis)), highest_risk=Risk.emergency)
    assert composer.reply(turn).said.answer == "affirm"
