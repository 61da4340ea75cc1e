from __future__ import annotations

import pytest

from beacon.answers.history import History, Said
from beacon.levels import Risk

NOTHING: frozenset[str] = frozenset()
ALARM = Said("crisis_self_harm", risk=Risk.emergency)
MAYBE = Said("crisis_immediate_danger", facts={"alarm": "doubtful"}, risk=Risk.emergency)


def says(*topics: str) -> Said:
    return Said("affirm", says=frozenset(topics))


def test_an_empty_history_knows_of_nothing() -> None:
    history = History()
    assert (history.last, history.last_crisis, history.topics) == (None, None, NOTHING)
    assert not history.has_alarm
    assert not history.asks_whether_safe


def test_what_was_asked_is_known() -> None:
    history = History((Said("greet", asks="age"), Said("thank")))
    assert history.asked("age")
    assert not history.asked("country")


def test_a_topic_that_was_taken_back_holds_again_when_it_is_named_again() -> None:
    back = Said("affirm", unsays=frozenset({"edge"}))
    assert History((says("edge", "taken"), back)).topics == {"taken"}
    assert History((says("edge"), back, says("edge"))).topics == {"edge"}


def test_the_crisis_that_was_answered_last_is_known() -> None:
    assert History((MAYBE, ALARM, Said("thank"))).last_crisis == "crisis_self_harm"


def test_only_the_latest_question_waits_for_an_answer() -> None:
    assert History((ALARM, MAYBE)).asks_whether_safe
    assert not History((MAYBE, Said("thank"))).asks_whether_safe
    assert not History((ALARM,)).asks_whether_safe


@pytest.mark.parametrize(
    ("said", "topics", "is_safe"),
    [
        ((), {"safe_now"}, False),
        ((MAYBE,), set(), True),
        ((ALARM,), set(), False),
        ((ALARM,), {"safe_now"}, True),
        ((ALARM, says("safe_now")), set(), True),
        ((says("safe_now"), ALARM), set(), False),
        ((says("taken"), ALARM), {"safe_now"}, False),
        ((ALARM,), {"taken", "safe_now"}, False),
        ((says("taken"), ALARM), {"help_is_here"}, True),
    ],
)
def test_whether_the_child_is_safe(said: tuple[Said, ...], topics: set[str], is_safe: bool) -> None:
    assert History(said).alarms_are_over(frozenset(topics), NOTHING) is is_safe


def test_what_was_not_taken_after_all_keeps_no_alarm() -> None:
    history = History((says("taken"), ALARM))
    assert history.alarms_are_over(frozenset({"safe_now"}), frozenset({"taken"}))
