"""How a message is heard once trouble was told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from beacon import project
from beacon.answers import Turn
from beacon.answers.history import History, Said
from beacon.answers.in_danger import NOT_IN_DANGER
from beacon.answers.in_trouble import (
    IN_DANGER,
    STILL_IN_DANGER,
    SURELY_IN_DANGER,
    SURELY_NOT,
    heard,
)
from beacon.answers.topics import AFTER_ALARM, ALWAYS
from beacon.answers.understood import Understood
from beacon.levels import Risk
from beacon.understanding import danger
from tests.unit.answers.talks import BLACKMAIL, FRIEND, words

PARENT = Said("parent_child_affected", band="adult", risk=Risk.concern)
CRY = Said("crisis_self_harm", risk=Risk.emergency)


def after(
    told: Said | None,
    intent: str,
    *,
    is_adult: bool = False,
    in_danger: float | None = None,
    before: Said | None = None,
    **more: Any,
) -> Understood:
    """A typed message that was read so, after what was told.

    `in_danger` is how likely somebody is, by all of the chat; None where nothing has read it.
    """
    belief = {} if in_danger is None else stands(in_danger)
    message = Understood(intent=intent, is_typed=True, danger=belief, **more)
    said = tuple(one for one in (before, told) if one)
    highest = max((one.risk for one in said), default=Risk.none)
    return heard(message, highest, History(said), belief, is_adult=is_adult)


def alarm(chance: float, **more: Any) -> dict[str, Any]:
    """What the classifiers say of an alarm of that chance, which no words make."""
    about = {"level": Risk.emergency, "alarm": chance, "is_certain": chance >= 0.5}
    return {**about, "otherwise": "ask_report", "otherwise_chance": 0.4, **more}


def test_a_weak_alarm_leaves_its_answer_below_the_number() -> None:
    message = after(BLACKMAIL, "crisis_immediate_danger", **alarm(0.3))
    assert (message.intent, message.level) == ("ask_report", Risk.emergency)
    assert message.is_doubtful_alarm


def stands(chance: float) -> dict[str, float]:
    """Where a chat stands in which somebody is in danger with that chance."""
    return {**dict.fromkeys(danger.LABELS, 0.0), danger.NOW: chance, danger.CALM: 1 - chance}


@pytest.mark.parametrize("before", [BLACKMAIL, CRY])
@pytest.mark.parametrize(("chance", "least"), [(0.4, NOT_IN_DANGER), (0.95, SURELY_NOT)])
def test_an_alarm_is_none_where_all_of_the_chat_is_calm(
    before: Said, chance: float, least: float
) -> None:
    calm = after(before, "crisis_self_harm", in_danger=least - 0.01, **alarm(chance))
    assert (calm.intent, calm.level) == ("ask_report", Risk.concern)
    assert after(before, "crisis_self_harm", in_danger=least, **alarm(chance)).is_alarm


def test_it_stays_one_at_the_beginning_by_words_and_where_nothing_has_read_it() -> None:
    calm = {"in_danger": 0.01, **alarm(0.95)}
    assert after(Said("greet"), "crisis_self_harm", **calm).is_alarm
    assert after(None, "crisis_self_harm", **calm).is_alarm
    assert after(BLACKMAIL, "crisis_self_harm", **calm, has_pattern=True).is_alarm
    assert after(BLACKMAIL, "crisis_self_harm", **alarm(0.95)).is_alarm


@pytest.mark.parametrize("topic", [AFTER_ALARM, "friend_in_danger"])
def test_words_that_only_go_on_with_an_alarm_are_none_in_a_calm_chat(topic: str) -> None:
    goes_on = {"goes_on": frozenset({topic}), **alarm(0.4)}
    calm = after(BLACKMAIL, "crisis_self_harm", in_danger=NOT_IN_DANGER - 0.01, **goes_on)
    assert not calm.is_alarm
    assert after(BLACKMAIL, "crisis_self_harm", in_danger=NOT_IN_DANGER, **goes_on).is_alarm
    assert after(BLACKMAIL, "crisis_self_harm", **goes_on).is_alarm


@pytest.mark.parametrize(
    ("before", "topic"),
    [
        (BLACKMAIL, ALWAYS),
        (CRY, AFTER_ALARM),
        (replace(BLACKMAIL, says=frozenset({"friend_in_danger"})), "friend_in_danger"),
    ],
)
def test_they_are_one_by_themselves_after_an_alarm_and_after_what_they_go_on_with(
    before: Said, topic: str
) -> None:
    calm = {"in_danger": 0.01, **alarm(0.4)}
    assert after(before, "crisis_self_harm", goes_on=frozenset({topic}), **calm).is_alarm


def test_words_keep_their_answer_where_there_is_no_alarm() -> None:
    led = {"led_in_doubt": "ask_talk_to_adult"}
    message = after(BLACKMAIL, "crisis_self_harm", in_danger=0.01, **alarm(0.4), **led)
    assert (message.intent, message.level) == ("ask_talk_to_adult", Risk.concern)


def test_danger_that_no_message_tells_alone_is_asked_about() -> None:
    message = after(BLACKMAIL, "out_of_scope", in_danger=IN_DANGER)
    assert (message.intent, message.is_doubtful_alarm) == ("crisis_immediate_danger", True)
    assert not after(BLACKMAIL, "out_of_scope", in_danger=IN_DANGER - 0.01).is_alarm
    assert not after(None, "out_of_scope", in_danger=0.9).is_alarm


def test_everyday_words_show_no_danger() -> None:
    assert not after(BLACKMAIL, "out_of_scope", in_danger=0.9, softened=True).is_alarm


def test_a_clear_question_in_it_keeps_its_answer() -> None:
    message = after(BLACKMAIL, "ask_report", in_danger=IN_DANGER, confidence=0.8)
    assert (message.intent, message.is_doubtful_alarm) == ("ask_report", True)


def test_who_was_asked_is_asked_again_only_where_danger_is_likelier_than_before() -> None:
    asked = Said("crisis_self_harm", facts={"alarm": "doubtful"}, risk=Risk.emergency)
    assert not after(asked, "out_of_scope", in_danger=STILL_IN_DANGER - 0.01).is_alarm
    assert after(asked, "out_of_scope", in_danger=STILL_IN_DANGER).is_doubtful_alarm
    twice = after(asked, "out_of_scope", in_danger=STILL_IN_DANGER, before=asked)
    assert not twice.is_alarm
    message = after(asked, "out_of_scope", in_danger=SURELY_IN_DANGER)
    assert (message.intent, message.is_alarm) == ("crisis_self_harm", True)
    assert message.is_certain


def test_while_an_alarm_stands_no_other_is_made() -> None:
    assert not after(CRY, "ask_law", in_danger=0.9).is_alarm


def test_it_stays_one_by_words() -> None:
    message = after(BLACKMAIL, "crisis_self_harm", **alarm(0.1, has_pattern=True))
    assert message.level is Risk.emergency


@pytest.mark.parametrize(
    "more",
    [
        {"has_pattern": True},
        {"goes_on": frozenset({"always"})},
        {"otherwise_chance": 0.1},
        {"otherwise": "goodbye"},
    ],
)
def test_an_alarm_by_words_or_without_another_answer_stays(more: dict[str, Any]) -> None:
    message = after(BLACKMAIL, "crisis_self_harm", **alarm(0.3, **more))
    assert message.intent == "crisis_self_harm"


def test_the_first_message_is_read_as_it_is() -> None:
    message = after(None, "crisis_self_harm", **alarm(0.6))
    assert message.intent == "crisis_self_harm"
    assert message.is_certain


def test_an_alarm_in_the_middle_is_asked_about_first() -> None:
    assert after(BLACKMAIL, "crisis_self_harm", **alarm(0.99)).is_doubtful_alarm


def test_words_keep_their_answer_where_the_alarm_becomes_doubtful() -> None:
    led = {"led_in_doubt": "ask_talk_to_adult", "not_after": frozenset({"violent"})}
    message = after(BLACKMAIL, "crisis_self_harm", **alarm(0.99), **led)
    assert message.intent == "ask_talk_to_adult"
    assert message.is_doubtful_alarm
    hits = replace(BLACKMAIL, says=frozenset({"violent"}))
    assert after(hits, "crisis_self_harm", **alarm(0.99), **led).intent == "crisis_self_harm"


@pytest.mark.parametrize(("chance", "is_sure"), [(0.99, True), (0.8, False)])
def test_a_second_alarm_running_is_sure_where_the_classifiers_are(
    chance: float, is_sure: bool
) -> None:
    asked = Said("crisis_self_harm", facts={"alarm": "doubtful"}, risk=Risk.emergency)
    assert after(asked, "crisis_self_harm", **alarm(chance)).is_certain is is_sure


def test_while_an_alarm_stands_another_is_not_doubted() -> None:
    message = after(CRY, "crisis_self_harm", **alarm(0.6))
    assert message.intent == "crisis_self_harm"
    assert message.is_certain


@pytest.mark.parametrize(("chance", "intent"), [(0.6, "ask_privacy"), (0.4, "out_of_scope")])
def test_what_is_likely_is_not_off_topic_in_trouble(chance: float, intent: str) -> None:
    read = {"otherwise": "ask_privacy", "otherwise_chance": chance}
    assert after(BLACKMAIL, "out_of_scope", **read).intent == intent
    assert after(Said("greet"), "out_of_scope", **read).intent == "out_of_scope"


def test_of_two_unlikely_readings_none_is_taken_in_trouble() -> None:
    read = {"doubt": "ask_law", "confidence": 0.3}
    assert after(BLACKMAIL, "ask_privacy", **read).intent == "out_of_scope"
    assert after(BLACKMAIL, "disclose_coerced", **read).intent == "disclose_coerced"
    assert after(Said("greet"), "ask_privacy", **read).doubt == "ask_law"


@pytest.mark.parametrize(("confidence", "intent"), [(0.95, "start_quiz"), (0.6, "out_of_scope")])
def test_nobody_in_trouble_begins_to_play_by_chance(confidence: float, intent: str) -> None:
    assert after(BLACKMAIL, "start_quiz", confidence=confidence).intent == intent


@pytest.mark.parametrize(
    ("told", "intent"),
    [
        (BLACKMAIL, "disclose_friend"),
        (BLACKMAIL, "parent_child_affected"),
        (FRIEND, "disclose_sextortion"),
        (PARENT, "disclose_sextortion"),
    ],
)
def test_who_writes_stays_who_it_is(told: Said, intent: str) -> None:
    assert after(told, intent, is_adult=told is PARENT).intent == told.answer


def test_who_writes_stays_with_the_next_likely_answer() -> None:
    read = {"otherwise": "ask_talk_to_adult", "otherwise_chance": 0.3}
    assert after(BLACKMAIL, "disclose_friend", **read).intent == "ask_talk_to_adult"


@pytest.mark.parametrize(
    ("told", "intent", "words"),
    [
        (BLACKMAIL, "disclose_friend", "of_another"),
        (BLACKMAIL, "parent_child_affected", "of_own_child"),
        (FRIEND, "disclose_sextortion", "of_myself"),
    ],
)
def test_words_tell_of_another_case(told: Said, intent: str, words: str) -> None:
    assert after(told, intent, says=frozenset({words})).intent == intent


def test_a_tap_means_what_stands_on_the_button() -> None:
    message = Understood(intent="disclose_friend")
    assert heard(message, Risk.high, History((BLACKMAIL,)), {}, is_adult=False) == message


def test_beside_a_doubtful_alarm_an_answer_is_worded_as_without_it() -> None:
    """Only the number goes before it: nobody is told to wake somebody for a question."""
    about = {"risk": Risk.emergency, "highest_risk": Risk.emergency, "country": "GB"}
    calm = project.composer().reply(Turn("ask_talk_to_adult", highest_risk=Risk.high, country="GB"))
    doubtful = Turn("ask_talk_to_adult", facts={"alarm": "doubtful"}, **about)
    reply = project.composer().reply(doubtful)
    assert reply.urgent
    assert words(calm) in words(reply)
    sure = project.composer().reply(Turn("ask_talk_to_adult", **about))
    assert words(calm) not in words(sure)


STRANGER = Said("ask_online_stranger", risk=Risk.high)


@pytest.mark.parametrize("told", [STRANGER, BLACKMAIL])
def test_who_has_told_of_trouble_as_a_child_is_no_parent_by_one_message(told: Said) -> None:
    read = {"intent": "parent_how_to_talk", "otherwise_chance": 0.1}
    other = {**read, "otherwise": "ask_talk_to_adult", "otherwise_chance": 0.4}
    assert after(told, **other).intent == "ask_talk_to_adult"
    assert after(told, **read).intent not in ("parent_how_to_talk", "teacher_lesson")
    assert after(told, **other, says=frozenset({"of_own_child"})).intent == "parent_how_to_talk"
    assert after(told, **other, is_adult=True).intent == "parent_how_to_talk"
    assert after(Said("greet"), **other).intent == "parent_how_to_talk"
    grown = Said(told.answer, band="adult", risk=told.risk)
    if told is STRANGER:
        assert after(grown, **other).intent == "parent_how_to_talk"


@pytest.mark.parametrize("is_young", [True, False])
def test_what_a_false_alarm_is_read_as_instead_makes_no_parent_of_a_child(
    *, is_young: bool
) -> None:
    read = {"otherwise": "parent_child_affected", "otherwise_chance": 0.4}
    message = Understood(
        "crisis_self_harm",
        is_typed=True,
        danger=stands(0.0),
        **{**alarm(0.2), **read, "is_certain": False},
    )
    history = History((Said("ask_law"),))
    heard_ = heard(message, Risk.concern, history, stands(0.0), is_adult=False, is_young=is_young)
    assert (heard_.intent == "parent_child_affected") is not is_young
    assert heard_.level < Risk.emergency


@pytest.mark.parametrize("otherwise", ["sexual_to_bot", "ask_law", None])
def test_who_told_something_grave_is_not_taken_for_one_who_talks_of_sex(
    otherwise: str | None,
) -> None:
    read = {"intent": "sexual_to_bot", "otherwise": otherwise, "otherwise_chance": 0.4}
    assert after(BLACKMAIL, **read).intent == "out_of_scope"
    assert after(Said("greet"), **read).intent == "sexual_to_bot"


def test_an_alarm_in_doubt_by_its_words_is_not_taken_for_calm() -> None:
    read = {**alarm(0.2), "is_certain": False}
    for has_pattern in (True, False):
        message = Understood(
            "disclose_image_shared",
            is_typed=True,
            has_doubtful_pattern=has_pattern,
            danger=stands(0.0),
            **read,
        )
        history = History((Said("ask_law"),))
        heard_ = heard(message, Risk.concern, history, stands(0.0), is_adult=False)
        assert (heard_.level is Risk.emergency) is has_pattern
        assert not (has_pattern and heard_.is_certain)


@pytest.mark.parametrize("stands_already", [True, False])
def test_while_an_alarm_stands_such_words_are_no_doubt(*, stands_already: bool) -> None:
    message = Understood("crisis_self_harm", is_typed=True, has_doubtful_pattern=True, **alarm(0.9))
    risk = Risk.emergency if stands_already else Risk.high
    history = History((Said("crisis_self_harm" if stands_already else "ask_law", risk=risk),))
    heard_ = heard(message, risk, history, stands(0.5), is_adult=False)
    assert heard_.is_certain is stands_already
