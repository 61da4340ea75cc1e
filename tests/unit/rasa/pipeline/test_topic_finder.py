from __future__ import annotations

from dataclasses import replace

import pytest
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from beacon.answers.topics import Calm, Topic
from beacon.rasa.messages import set_chances
from beacon.rasa.pipeline.topic_finder import TopicFinder
from beacon.understanding.parse_keys import (
    CALMED,
    DOUBT,
    LEADS_AFTER,
    OF_ADULT,
    RISK,
    SAYS,
    SOFTENED,
)

FAULT = Topic("my_fault", leads_to="express_feelings", instead_of=frozenset({"out_of_scope"}))

CALM = Topic("everyday", leads_to="out_of_scope", calm=Calm.UNLESS_GRAVE)


def found(intent: str, topics: list[Topic]) -> Message:
    message = Message({TEXT: "x", DOUBT: "ask_law"})
    set_chances(message, [(intent, 0.4), ("ask_law", 0.39)])
    TopicFinder._set(message, topics)
    return message


@pytest.mark.parametrize("intent", ["out_of_scope", "express_feelings"])
def test_an_intent_that_words_have_said_is_not_asked_back(intent: str) -> None:
    message = found(intent, [FAULT])
    assert message.get(INTENT) == {"name": "express_feelings", "confidence": 0.4}
    assert message.get(SAYS) == ["my_fault"]
    assert message.get(DOUBT) is None


@pytest.mark.parametrize("topics", [[], [FAULT], [Topic("deadline")]])
def test_a_doubt_that_no_words_have_settled_stays(topics: list[Topic]) -> None:
    message = found("ask_report", topics)
    assert message.get(INTENT)["name"] == "ask_report"
    assert message.get(DOUBT) == "ask_law"


def test_what_leads_only_adults_leaves_the_intent_and_the_doubt() -> None:
    phone = Topic("take_phone", leads_to="parent_child_affected", for_adults=True)
    message = found("out_of_scope", [phone])
    assert message.get(INTENT)["name"] == "out_of_scope"
    assert message.get(DOUBT) == "ask_law"
    assert message.get(OF_ADULT) == "parent_child_affected"


@pytest.mark.parametrize(("intent", "leads"), [("out_of_scope", True), ("ask_report", False)])
def test_what_leads_only_after_something_leaves_the_intent_and_the_doubt(
    intent: str, leads: bool
) -> None:
    clock = replace(FAULT, name="clock", after=frozenset({"deadline"}))
    message = found(intent, [clock])
    assert message.get(INTENT)["name"] == intent
    assert message.get(DOUBT) == "ask_law"
    lead = {"after": ["deadline"], "intent": "express_feelings", "only_in_doubt": False}
    assert message.get(LEADS_AFTER) == ([lead] if leads else [])


@pytest.mark.parametrize("is_certain", [True, False])
@pytest.mark.parametrize(
    ("topics", "pattern_levels", "is_calm"),
    [
        ([CALM], [], True),
        ([CALM, replace(CALM, name="weekday")], [], True),
        ([CALM], ["high"], False),
        ([CALM], ["emergency"], False),
        ([Topic("at_the_door", goes_on=frozenset({"always"})), CALM], [], True),
        ([Topic("at_the_door")], [], False),
        ([], [], False),
    ],
)
def test_calm_words_take_back_an_alarm_that_only_the_classifier_raised(
    topics: list[Topic], pattern_levels: list[str], is_calm: bool, is_certain: bool
) -> None:
    intent = {"name": "crisis_immediate_danger", "confidence": 0.9}
    about = {"level": "emergency", "is_certain": is_certain, "pattern_levels": pattern_levels}
    message = Message({TEXT: "x", INTENT: intent, RISK: about})
    TopicFinder._set(message, topics)
    assert message.get(RISK)["level"] == ("none" if is_calm else "emergency")
    expected = "out_of_scope" if is_calm else "crisis_immediate_danger"
    assert message.get(INTENT)["name"] == expected
    assert message.get(CALMED) == ("crisis_immediate_danger" if is_calm else None)


def alarm(
    topics: list[Topic], is_certain: bool = True, crisis: str = "crisis_immediate_danger"
) -> Message:
    intent = {"name": crisis, "confidence": 0.9}
    about = {"level": "emergency", "is_certain": is_certain}
    message = Message({TEXT: "x", INTENT: intent, RISK: about})
    TopicFinder._set(message, topics)
    return message


def test_what_is_calm_anywhere_leaves_nothing_to_raise_later() -> None:
    message = alarm([replace(CALM, calm=Calm.ALWAYS)])
    assert message.get(RISK)["level"] == "none"
    assert message.get(CALMED) is None


@pytest.mark.parametrize(("pattern_levels", "level"), [([], "none"), (["high"], "high")])
def test_what_is_calm_anywhere_is_no_disclosure_either(
    pattern_levels: list[str], level: str
) -> None:
    read = frozenset({"disclose_coerced"})
    topic = replace(CALM, calm=Calm.ALWAYS, instead_of=read)
    intent = {"name": "disclose_coerced", "confidence": 0.5}
    about = {"level": "high", "pattern_levels": pattern_levels}
    message = Message({TEXT: "x", INTENT: intent, RISK: about})
    TopicFinder._set(message, [topic])
    assert message.get(INTENT)["name"] == topic.leads_to
    assert message.get(RISK)["level"] == level


def test_what_is_perhaps_calm_stays_an_alarm_and_is_marked() -> None:
    message = alarm([replace(CALM, calm=Calm.PERHAPS)])
    assert message.get(INTENT)["name"] == "crisis_immediate_danger"
    expected = {"level": "emergency", "is_certain": True, SOFTENED: "out_of_scope"}
    assert message.get(RISK) == expected


def test_calm_words_have_what_an_adult_means_by_them() -> None:
    home = Topic(
        "home", leads_to="teacher_incident", instead_of=frozenset({"out_of_scope"}), for_adults=True
    )
    assert alarm([CALM, home]).get(OF_ADULT) == "teacher_incident"


@pytest.mark.parametrize(
    ("beats", "is_certain", "means"),
    [(True, False, "parent_child_affected"), (True, True, None), (False, False, None)],
)
def test_what_an_adult_means_may_beat_a_doubtful_alarm(
    beats: bool, is_certain: bool, means: str | None
) -> None:
    tonight = Topic("tonight", leads_to="parent_child_affected", for_adults=True, beats_doubt=beats)
    assert alarm([tonight], is_certain).get(OF_ADULT) == means


@pytest.mark.parametrize("is_certain", [True, False])
def test_what_leads_after_something_beats_a_sure_alarm_once_it_is_doubtful(
    is_certain: bool,
) -> None:
    clock = replace(FAULT, beats_doubt=True, after=frozenset({"deadline"}))
    [lead] = alarm([clock], is_certain).get(LEADS_AFTER)
    assert lead["only_in_doubt"] is is_certain


def test_a_sure_wish_to_die_is_led_by_nothing_that_was_said_before() -> None:
    clock = replace(FAULT, beats_doubt=True, after=frozenset({"deadline"}))
    assert alarm([clock], crisis="crisis_self_harm").get(LEADS_AFTER) == []
    assert alarm([clock], is_certain=False, crisis="crisis_self_harm").get(LEADS_AFTER)


def test_what_beats_a_doubt_does_not_after_what_it_must_not() -> None:
    mad = replace(FAULT, beats_doubt=True, not_after=frozenset({"violent"}))
    message = alarm([mad], is_certain=False)
    assert message.get(INTENT)["name"] == "express_feelings"
    stays = {"after": ["violent"], INTENT: "crisis_immediate_danger"}
    assert message.get(LEADS_AFTER) == [stays]
    assert found("out_of_scope", [mad]).get(LEADS_AFTER) == []


def test_the_tap_of_a_button_says_nothing() -> None:
    [tap] = TopicFinder().process([Message({TEXT: "/deny", INTENT: {"name": "deny"}})])
    assert tap.get(SAYS) is None


@pytest.mark.parametrize(
    ("text", "level"), [("its sunday night", "none"), ("its sunday night 😭", "emergency")]
)
def test_beside_an_emoji_no_words_are_calm(text: str, level: str) -> None:
    message = Message({TEXT: text, INTENT: {"name": "crisis_self_harm", "confidence": 0.9}})
    message.set(RISK, {"level": "emergency"})
    TopicFinder().process([message])
    assert message.get(RISK)["level"] == level
