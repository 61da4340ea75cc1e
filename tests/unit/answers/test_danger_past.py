"""When an alarm that stands is over, by all that was said in the chat."""

from __future__ import annotations

from dataclasses import replace

import pytest

from beacon import project
from beacon.answers import Reply
from beacon.answers.conversation import read_history
from beacon.answers.danger_past import (
    LOUD,
    NEAR,
    NEAR_IF_LOUD,
    NEVER_IN_DANGER,
    PAST,
    PAST_IF_LOUD,
    SOME_WORDS,
    heard,
)
from beacon.answers.topics import (
    AFTER_ALARM,
    HELP_IS_HERE,
    HELP_IS_NEAR,
    NEVER_WAS,
    WITH_SOMEBODY,
)
from beacon.answers.understood import Understood
from beacon.levels import BANDS, Risk
from beacon.risk import Match
from beacon.understanding import danger
from beacon.understanding.belief import Belief
from tests.unit.answers import talks
from tests.unit.answers.talks import read
from tests.unit.answers.test_looking_back import CRISES

# What the head says of messages such as these.
CALM, ASK, NOW, HELPED, OVER = (danger.surely(state) for state in danger.LABELS)
DOUBT = {**dict.fromkeys(danger.LABELS, 0.2)}


class Chat(talks.Chat):
    """A child for whom an alarm stands."""

    def __init__(self, band: str = "11-13", first: str = "hes at my door") -> None:
        super().__init__(band, Risk.emergency)
        message = read(first, CRISES[1], Risk.emergency, patterns=patterns_of(first))
        self.answer({**message, "danger": dict(NOW)})

    def says(
        self,
        words: str,
        shows: Belief,
        intent: str = "out_of_scope",
        confidence: float = 0.5,
    ) -> Reply:
        risk = Risk.emergency if intent in CRISES else Risk.none
        message = read(words, intent, risk, patterns=patterns_of(words), confidence=confidence)
        return self.answer({**message, "danger": dict(shows)})


def patterns_of(words: str) -> list[Match]:
    return project.risk_patterns().matches(words)


@pytest.mark.parametrize("band", BANDS)
def test_whoever_may_be_helped_is_asked_and_not_told_to_call_as_if_nobody_were_there(
    band: str,
) -> None:
    reply = Chat(band).says("the lady is putting the kettle on", HELPED)
    assert reply.urgent
    assert "safe" in reply.before[-1].rsplit(".", 1)[-1]
    assert [one.title for one in reply.buttons[:2]] == ["I'm not safe", "I'm safe"]
    assert "Who is with you" not in reply.text


def test_a_crisis_by_the_classifier_is_heard_as_help_too() -> None:
    reply = Chat().says("the lady talks to the police", HELPED, "crisis_immediate_danger")
    assert "Is an adult you trust helping you now" in reply.text


def test_words_of_danger_are_danger() -> None:
    reply = Chat().says("hes in the house", HELPED, "crisis_immediate_danger")
    assert "helping you now" not in reply.text


def test_words_that_go_on_with_the_alarm_do_so() -> None:
    reply = Chat(first="i took pills").says("do i have to go to hospital", HELPED)
    assert "helping you now" not in reply.text


@pytest.mark.parametrize("shows", [NOW, ASK, DOUBT])
def test_danger_that_goes_on_is_answered_as_such(shows: Belief) -> None:
    reply = Chat().says("the lady is his aunt", shows)
    assert reply.urgent
    assert "helping you now" not in reply.text


@pytest.mark.parametrize("shows", [HELPED, OVER])
def test_what_is_said_again_and_again_ends_the_alarm(shows: Belief) -> None:
    chat = Chat()
    for words in ("the lady is putting the kettle on", "she put a blanket round me", "its warm"):
        chat.says(words, shows)
    assert not chat.says("is it against the law", DOUBT, "ask_law", 0.9).urgent


def test_after_danger_it_must_be_said_again() -> None:
    chat = Chat()
    for shows in (HELPED, NOW, HELPED):
        reply = chat.says("she put a blanket round me", shows)
    assert reply.urgent


@pytest.mark.parametrize(
    ("first", "then", "is_over"),
    [
        ("its a movie", "it is about a killer and a bus", True),
        # Scraps explain nothing, and nothing explains plain words away.
        ("its a movie", "lol", False),
        ("hes at my door", "it is about a killer and a bus", False),
    ],
)
def test_a_false_alarm_of_the_classifiers_ends_with_a_calm_talk(
    first: str, then: str, *, is_over: bool
) -> None:
    chat = talks.Chat("11-13", Risk.none)
    message = read(first, CRISES[1], Risk.emergency, patterns=patterns_of(first))
    assert chat.answer({**message, "danger": dict(CALM)}).urgent
    for _ in range(4):
        about = {"danger": dict(CALM), "like": {"words": len(then.split())}}
        reply = chat.answer({**read(then, "out_of_scope"), **about})
    assert reply.urgent is not is_over


@pytest.mark.parametrize(("tap", "is_over"), [("affirm", True), ("deny", False)])
def test_the_answer_to_are_you_safe_counts(tap: str, is_over: bool) -> None:
    chat = Chat()
    chat.says("the lady is putting the kettle on", HELPED)
    chat.answer({"intent": {"name": tap, "confidence": 1.0}})
    later = chat.says("is it against the law", DOUBT, "ask_law", 0.9)
    assert later.urgent is not is_over


def test_a_tap_of_not_safe_is_remembered_as_danger() -> None:
    chat = Chat()
    chat.says("the lady is putting the kettle on", HELPED)
    chat.answer({"intent": {"name": "deny", "confidence": 1.0}})
    assert chat.said[-1]["stands"][danger.NOW] == danger.SURE_STATE


def test_a_clear_question_has_its_answer_behind_the_number() -> None:
    reply = Chat().says("is it against the law", HELPED, "ask_law", 0.9)
    assert reply.said.answer == "ask_law"
    assert reply.urgent


def test_of_a_friend_it_is_said_of_the_friend() -> None:
    chat = Chat(first="my friend says she wants to die")
    assert "them" in chat.says("the ambulance people sit on her bed", HELPED).text


def test_after_something_was_taken_a_calm_talk_is_not_enough() -> None:
    chat = Chat(first="i took pills")
    for words in ("i like cats", "and dogs", "and fish", "ok"):
        reply = chat.says(words, CALM)
    assert reply.urgent


def stands(**chances: float) -> Belief:
    return {**dict.fromkeys(danger.LABELS, 0.0), **chances}


@pytest.mark.parametrize(
    ("belief", "topics"),
    [
        (stands(helped=PAST, now=1 - PAST), {HELP_IS_HERE}),
        (stands(helped=NEAR, now=1 - NEAR), {HELP_IS_NEAR}),
        (stands(helped=NEAR - 0.01, now=0.6), set()),
        (stands(calm=1.0, now=NEVER_IN_DANGER - 0.01), {NEVER_WAS}),
        (stands(calm=1.0, now=NEVER_IN_DANGER), set()),
    ],
)
def test_only_of_a_sure_alarm_that_stands_it_is_heard(belief: Belief, topics: set[str]) -> None:
    message = Understood(intent="out_of_scope", danger=DOUBT, is_typed=True, words=SOME_WORDS)
    calm = read_history([{"answer": "ask_law", "risk": "none"}])
    doubtful = read_history(
        [{"answer": CRISES[0], "risk": "emergency", "facts": {"alarm": "doubtful"}}]
    )
    sure = read_history([{"answer": CRISES[0], "risk": "emergency", "stands": stands(helped=NEAR)}])
    assert heard(message, calm, belief) == heard(message, doubtful, belief) == message
    assert heard(message, sure, belief).says == topics
    first = read_history([{"answer": CRISES[0], "risk": "emergency"}])
    assert HELP_IS_HERE not in heard(message, first, belief).says
    unread = Understood(intent="out_of_scope", is_typed=True)
    assert heard(unread, sure, belief) == unread


@pytest.mark.parametrize(
    ("belief", "topics"),
    [
        (stands(helped=PAST_IF_LOUD, now=1 - PAST_IF_LOUD), {HELP_IS_HERE}),
        (stands(helped=PAST_IF_LOUD - 0.01, now=1.01 - PAST_IF_LOUD), {HELP_IS_NEAR}),
        (stands(helped=NEAR_IF_LOUD, now=1 - NEAR_IF_LOUD), {HELP_IS_NEAR}),
        (stands(helped=NEAR_IF_LOUD - 0.01, now=1.01 - NEAR_IF_LOUD), set()),
    ],
)
def test_what_sounds_like_an_alarm_itself_needs_more_to_end_one(
    belief: Belief, topics: set[str]
) -> None:
    sure = read_history([{"answer": CRISES[0], "risk": "emergency", "stands": stands(helped=1.0)}])
    loud = Understood(
        intent=CRISES[1], level=Risk.emergency, alarm=LOUD, danger=DOUBT, is_typed=True
    )
    assert heard(loud, sure, belief).says == topics


@pytest.mark.parametrize("said", ["meeting", "told_to_come", "wants_to_meet"])
def test_who_comes_to_a_child_that_is_to_meet_somebody_is_no_help(said: str) -> None:
    alarm = {"answer": CRISES[1], "risk": "emergency"}
    message = Understood(intent="out_of_scope", danger=DOUBT, is_typed=True, words=SOME_WORDS)
    near = stands(helped=NEAR, now=1 - NEAR)
    assert HELP_IS_NEAR in heard(message, read_history([alarm]), near).says
    to_meet = read_history([{**alarm, "says": [said]}])
    assert HELP_IS_NEAR not in heard(message, to_meet, near).says


def test_words_that_are_said_in_danger_and_after_it_mean_what_the_chat_says() -> None:
    sure = read_history([{"answer": CRISES[0], "risk": "emergency", "stands": stands(helped=1.0)}])
    with_mum = Understood(
        intent=CRISES[1],
        level=Risk.emergency,
        alarm=LOUD - 0.1,
        danger=DOUBT,
        is_typed=True,
        says=frozenset({WITH_SOMEBODY}),
        goes_on=frozenset({AFTER_ALARM}),
    )
    assert HELP_IS_HERE in heard(with_mum, sure, stands(helped=1.0)).says
    nobody_answers = replace(with_mum, says=frozenset({"nobody_answers"}))
    assert HELP_IS_HERE not in heard(nobody_answers, sure, stands(helped=1.0)).says


def test_without_words_for_it_nobody_is_told_that_it_is_an_ordinary_thing() -> None:
    chat = talks.Chat("11-13", Risk.none)
    chat.answer({**read("my coach wants pics", "disclose_coerced"), "danger": dict(CALM)})
    first = read("they will kill the fire", CRISES[1], Risk.emergency)
    chat.answer({**first, "danger": dict(NOW)})
    for _ in range(4):
        about = {"danger": dict(CALM), "like": {"words": 8}}
        reply = chat.answer({**read("they suspended him today", "out_of_scope"), **about})
    assert not reply.urgent
    assert "ordinary" not in reply.text
