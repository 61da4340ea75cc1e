"""Help that is near while an alarm stands, as the classifier has heard it in any words."""

from __future__ import annotations

import pytest

from beacon import project
from beacon.answers import Reply
from beacon.answers.conversation import read_history
from beacon.answers.help_near import DOES_DANGER, heard
from beacon.answers.topics import HELP_IS_NEAR
from beacon.answers.understood import Understood
from beacon.levels import BANDS, Risk
from beacon.risk import Match
from beacon.understanding.standing_alarm import OfAlarm
from tests.unit.answers import talks
from tests.unit.answers.talks import read
from tests.unit.answers.test_looking_back import CRISES

NEAR, THERE = {"called": 0.9, "danger": 0.1}, {"here": 0.95, "danger": 0.05}
DANGER, SAFE = {"danger": 0.9, "here": 0.1}, {"safe": 0.95, "danger": 0.05}
ELSEWHERE = {"nothing": 0.97, "danger": 0.03}


class Chat(talks.Chat):
    """A child for whom an alarm stands."""

    def __init__(self, band: str = "11-13", first: str = "hes at my door") -> None:
        super().__init__(band, Risk.emergency)
        patterns = patterns_of(first)
        message = read(first, CRISES[1], Risk.emergency, patterns=patterns)
        self.answer(message)

    def says(
        self,
        words: str,
        of_alarm: dict[str, float],
        intent: str = "out_of_scope",
        confidence: float = 0.5,
        alarm: float = 0.1,
        danger: float = 0.3,
    ) -> Reply:
        risk = Risk.emergency if intent in CRISES else Risk.none
        message = read(words, intent, risk, patterns=patterns_of(words), confidence=confidence)
        message["risk"]["emergency"] = alarm
        return self.answer({**message, "of_alarm": of_alarm, "acts": {"danger": danger}})


def patterns_of(words: str) -> list[Match]:
    return project.risk_patterns().matches(words)


@pytest.mark.parametrize("band", BANDS)
def test_whoever_is_helped_is_not_told_to_call_as_if_nobody_were_there(band: str) -> None:
    reply = Chat(band).says("the lady is putting the kettle on", NEAR)
    assert reply.urgent
    assert "safe" in reply.before[-1].rsplit(".", 1)[-1]
    assert [one.title for one in reply.buttons[:2]] == ["I'm not safe", "I'm safe"]
    assert "Who is with you" not in reply.text


def test_a_crisis_by_the_classifier_is_heard_as_help_too() -> None:
    reply = Chat().says("the lady talks to the police", NEAR, "crisis_immediate_danger")
    assert "you're not alone" in reply.text


def test_nobody_is_near_where_the_message_cries_for_help() -> None:
    alone = Chat().says("mums at work", NEAR, "crisis_immediate_danger", danger=DOES_DANGER)
    assert "you're not alone" not in alone.text


def test_words_of_danger_are_danger() -> None:
    reply = Chat().says("hes in the house", NEAR, "crisis_immediate_danger")
    assert "you're not alone" not in reply.text


def test_danger_that_goes_on_is_answered_as_such() -> None:
    assert "you're not alone" not in Chat().says("the lady is his aunt", DANGER).text


@pytest.mark.parametrize("second", [THERE, SAFE, ELSEWHERE])
def test_twice_running_the_alarm_is_over(second: dict[str, float]) -> None:
    chat = Chat()
    chat.says("the lady is putting the kettle on", THERE)
    chat.says("she put a blanket round me", second)
    assert not chat.says("is it against the law", ELSEWHERE, "ask_law", 0.9).urgent


@pytest.mark.parametrize("second", [DANGER, {"called": 1.0}, {"here": 0.8, "danger": 0.2}])
def test_once_or_in_doubt_it_is_not_over(second: dict[str, float]) -> None:
    chat = Chat()
    chat.says("the lady is putting the kettle on", THERE)
    assert chat.says("hm", second).urgent


def test_after_danger_it_must_be_said_twice_again() -> None:
    chat = Chat()
    for of_alarm in (THERE, DANGER, THERE):
        reply = chat.says("she put a blanket round me", of_alarm)
    assert reply.urgent


def test_who_seems_to_be_safe_is_asked_and_believed_the_second_time() -> None:
    chat = Chat()
    first = chat.says("the car has gone and the lights are on", SAFE)
    assert first.urgent
    assert [one.title for one in first.buttons[:2]] == ["I'm not safe", "I'm safe"]
    assert not chat.says("its quiet outside", SAFE).urgent


def test_what_the_classifiers_are_sure_of_is_not_calmed() -> None:
    chat = Chat()
    chat.says("i think of not being here", SAFE, "crisis_self_harm", alarm=0.95)
    assert chat.says("i think of it a lot", SAFE, "crisis_self_harm", alarm=0.95).urgent
    cry = chat.says("i think of it a lot", ELSEWHERE, "crisis_self_harm", alarm=0.95)
    assert cry.said.answer in CRISES


def test_what_is_about_something_else_has_its_own_answer_behind_the_number() -> None:
    reply = Chat().says("when do i get my laptop back", ELSEWHERE, "crisis_self_harm", alarm=0.6)
    assert reply.urgent
    assert reply.said.answer not in CRISES


@pytest.mark.parametrize(("tap", "is_over"), [("affirm", True), ("deny", False)])
def test_the_answer_to_are_you_safe_counts(tap: str, is_over: bool) -> None:
    chat = Chat()
    chat.says("the lady is putting the kettle on", NEAR)
    chat.answer({"intent": {"name": tap, "confidence": 1.0}})
    later = chat.says("is it against the law", ELSEWHERE, "ask_law", 0.9)
    assert later.urgent is not is_over


def test_a_clear_question_has_its_answer_behind_the_number() -> None:
    reply = Chat().says("is it against the law", NEAR, "ask_law", 0.9)
    assert reply.said.answer == "ask_law"
    assert reply.urgent


def test_of_a_friend_it_is_said_of_the_friend() -> None:
    chat = Chat(first="my friend says she wants to die")
    assert "them" in chat.says("the ambulance people sit on her bed", NEAR).text


def test_after_something_was_taken_it_is_not_enough_to_feel_safe() -> None:
    chat = Chat(first="i took pills")
    chat.says("nan is ringing them", NEAR)
    chat.answer({"intent": {"name": "affirm", "confidence": 1.0}})
    chat.says("i feel fine", SAFE)
    assert chat.says("ok", ELSEWHERE).urgent


def test_without_a_sure_alarm_nothing_is_heard() -> None:
    message = Understood(intent="out_of_scope", of_alarm=OfAlarm(called=1.0), is_typed=True)
    calm = read_history([{"answer": "ask_law", "risk": "none"}])
    doubtful = read_history(
        [{"answer": CRISES[0], "risk": "emergency", "facts": {"alarm": "doubtful"}}]
    )
    sure = read_history([{"answer": CRISES[0], "risk": "emergency"}])
    assert heard(message, calm) == heard(message, doubtful) == message
    assert heard(message, sure).says == {HELP_IS_NEAR}
