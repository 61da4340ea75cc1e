from __future__ import annotations

import pytest
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.slots import TextSlot
from rasa.shared.core.trackers import DialogueStateTracker

from beacon.levels import Risk
from beacon.rasa.policies.rule_policy import begins_turn, latest_turns, noted
from beacon.rasa.slots import AgeBandSlot
from beacon.rasa.turns import turn_of
from beacon.understanding import danger
from beacon.understanding.contract import lowest_risks


def turn(number: int) -> list[Event]:
    intent = {"name": f"intent_{number}"}
    return [
        ActionExecuted(ACTION_LISTEN_NAME),
        UserUttered(f"message {number}", intent),
        ActionExecuted(f"utter_{number}"),
    ]


def tracker_of(turns: int) -> DialogueStateTracker:
    events = [event for number in range(turns) for event in turn(number)]
    slot = TextSlot("country", mappings=[{}], initial_value="PT")
    return DialogueStateTracker.from_events("child", events, [slot])


def messages(tracker: DialogueStateTracker) -> list[str]:
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


def slots_set(tracker: DialogueStateTracker) -> list[Event]:
    return noted(tracker, turn_of(tracker).risk)


def test_only_what_nothing_was_done_about_begins_a_turn() -> None:
    tracker = tracker_of(2)
    assert not begins_turn(tracker)
    tracker.update(ActionExecuted(ACTION_LISTEN_NAME))
    tracker.update(UserUttered("message 2", {"name": "greet"}))
    assert begins_turn(tracker)


def test_a_short_chat_is_seen_whole() -> None:
    tracker = tracker_of(2)
    assert latest_turns(tracker) is tracker


def test_of_a_long_chat_only_the_last_two_turns_are_seen() -> None:
    latest = latest_turns(tracker_of(50))
    assert messages(latest) == ["message 48", "message 49"]
    assert latest.latest_action_name == "utter_49"
    assert latest.get_slot("country") == "PT"


def test_the_chat_itself_stays_whole() -> None:
    tracker = tracker_of(5)
    latest_turns(tracker)
    assert len(messages(tracker)) == 5


@pytest.mark.parametrize(
    ("known", "noted_language"),
    [(None, "hr"), ("sr", None), ("de", "hr"), ("hr", None)],
    ids=["of the first message", "beside a rival", "beside no rival", "the same"],
)
def test_the_language_of_a_message_is_noted_unless_it_may_be_that_of_the_chat(
    known: str | None, noted_language: str | None
) -> None:
    parsed = {"language": "hr", "language_is_sure": True, "language_rivals": ["sr"]}
    slots = [TextSlot(name, mappings=[{}]) for name in ("language", "risk")]
    events: list[Event] = [
        SlotSet("language", known),
        ActionExecuted(ACTION_LISTEN_NAME),
        UserUttered("ne mogu", {"name": "affirm"}, parse_data=parsed),
    ]
    tracker = DialogueStateTracker.from_events("child", events, slots)
    values = {event.key: event.value for event in slots_set(tracker) if isinstance(event, SlotSet)}
    assert values.get("language") == noted_language


@pytest.mark.parametrize(
    ("known", "level"),
    [(None, None), ("concern", None), ("high", "emergency"), ("emergency", None)],
)
def test_calm_words_raise_the_risk_after_something_grave(
    known: str | None, level: str | None
) -> None:
    parsed = {"risk": {"level": "none"}, "calmed": "crisis_self_harm"}
    slots = [TextSlot(name, mappings=[{}]) for name in ("language", "risk")]
    events: list[Event] = [
        SlotSet("risk", known),
        ActionExecuted(ACTION_LISTEN_NAME),
        UserUttered("grandma is at the door", parse_data=parsed),
    ]
    tracker = DialogueStateTracker.from_events("child", events, slots)
    assert slots_set(tracker) == ([SlotSet("risk", level)] if level else [])


@pytest.mark.parametrize(
    ("state", "level"), [("calm", "concern"), ("now", "emergency")], ids=["calm", "danger"]
)
def test_the_risk_of_an_alarm_is_what_it_is_in_the_chat(state: str, level: str) -> None:
    stands = danger.surely(state)
    alarm = {"level": "emergency", "emergency": 0.3, "is_certain": False, "pattern_levels": []}
    parsed = {"risk": alarm, "danger": stands, "says": []}
    slots = [TextSlot(name, mappings=[{}]) for name in ("language", "risk")]
    told = {"answer": "disclose_sextortion", "risk": "high", "stands": stands}
    events: list[Event] = [
        BotUttered("…", metadata=told),
        ActionExecuted(ACTION_LISTEN_NAME),
        UserUttered("i did allredy", {"name": "crisis_self_harm"}, parse_data=parsed),
    ]
    tracker = DialogueStateTracker.from_events("child", events, slots)
    assert slots_set(tracker) == [SlotSet("risk", level)]


def test_danger_that_only_the_chat_shows_raises_the_risk_for_good() -> None:
    parsed = {"risk": {"level": "none"}, "danger": danger.surely("now"), "says": []}
    slots = [TextSlot(name, mappings=[{}]) for name in ("language", "risk")]
    told = {"answer": "disclose_sextortion", "risk": "high", "stands": danger.surely("now")}
    events: list[Event] = [
        BotUttered("…", metadata=told),
        ActionExecuted(ACTION_LISTEN_NAME),
        UserUttered("he is in the kitchen", {"name": "out_of_scope"}, parse_data=parsed),
    ]
    tracker = DialogueStateTracker.from_events("child", events, slots)
    assert slots_set(tracker) == [SlotSet("risk", "emergency")]


@pytest.mark.parametrize(("intent", "lowest"), sorted(lowest_risks().items()))
def test_what_is_tapped_has_the_lowest_risk_of_its_intent(intent: str, lowest: Risk) -> None:
    slots = [TextSlot(name, mappings=[{}]) for name in ("language", "risk")]
    events = [ActionExecuted(ACTION_LISTEN_NAME), UserUttered(f"/{intent}", {"name": intent})]
    tracker = DialogueStateTracker.from_events("child", events, slots)
    assert slots_set(tracker) == ([SlotSet("risk", lowest.name)] if lowest else [])


def test_calm_words_of_an_adult_with_a_case_raise_nothing() -> None:
    parsed = {"risk": {"level": "none"}, "calmed": "crisis_immediate_danger"}
    slots = [TextSlot(name, mappings=[{}]) for name in ("language", "risk", "age_band")]
    events: list[Event] = [
        SlotSet("risk", "high"),
        SlotSet("age_band", "adult"),
        BotUttered("...", metadata={"answer": "teacher_incident", "risk": "high"}),
        ActionExecuted(ACTION_LISTEN_NAME),
        UserUttered("she goes home in an hour", parse_data=parsed),
    ]
    tracker = DialogueStateTracker.from_events("teacher", events, slots)
    assert slots_set(tracker) == []


@pytest.mark.parametrize(
    ("told", "bands", "taken_back"),
    [
        ("disclose_sextortion", ["adult_by_intent"], True),
        ("disclose_friend", ["adult_by_intent"], True),
        ("parent_child_affected", ["adult_by_intent"], False),
        ("disclose_sextortion", ["adult", "adult_by_intent"], False),
        ("disclose_sextortion", [], False),
    ],
)
def test_who_has_told_of_itself_is_no_parent_by_one_message(
    told: str, bands: list[str], taken_back: bool
) -> None:
    parsed = {"intent": {"name": "parent_child_affected"}, "says": []}
    slots = [TextSlot(name, mappings=[{}]) for name in ("language", "risk", "age_band")]
    events: list[Event] = [
        BotUttered("…", metadata={"answer": told}),
        ActionExecuted(ACTION_LISTEN_NAME),
        UserUttered("i cant sleep since", parsed["intent"], parse_data=parsed),
        *(SlotSet("age_band", band) for band in bands),
    ]
    tracker = DialogueStateTracker.from_events("child", events, slots)
    assert (SlotSet("age_band", None) in slots_set(tracker)) is taken_back


@pytest.mark.parametrize(
    ("asks", "known", "noted_country"),
    [("country", None, "IS"), (None, None, None), ("country", "IS", None)],
    ids=["asked for", "not asked for", "known"],
)
def test_a_country_that_answers_the_bot_in_a_question_is_noted(
    asks: str | None, known: str | None, noted_country: str | None
) -> None:
    intent = {"name": "ask_factsheet", "confidence": 0.5}
    parsed = {"intent": intent, "entities": [{"entity": "country", "value": "IS"}]}
    slots = [TextSlot(name, mappings=[{}]) for name in ("language", "risk", "country")]
    events: list[Event] = [
        SlotSet("risk", "high"),
        SlotSet("country", known),
        BotUttered("…", metadata={"answer": "disclose_sextortion", "asks": asks}),
        ActionExecuted(ACTION_LISTEN_NAME),
        UserUttered("what about iceland", intent, parse_data=parsed),
    ]
    tracker = DialogueStateTracker.from_events("child", events, slots)
    expected = [SlotSet("country", noted_country)] if noted_country else []
    assert slots_set(tracker) == expected


@pytest.mark.parametrize(
    ("bands", "says", "taken_back"),
    [
        (["adult_by_intent"], ["says_young"], True),
        (["adult"], ["says_young"], True),
        (["adult", "11-13"], ["says_young"], False),
        (["adult"], [], False),
    ],
)
def test_who_says_that_it_is_the_child_is_no_adult(
    bands: list[str], says: list[str], taken_back: bool
) -> None:
    parsed = {"intent": {"name": "inform_age"}, "says": says}
    slots = [TextSlot(name, mappings=[{}]) for name in ("language", "risk")]
    events: list[Event] = [
        *(SlotSet("age_band", band) for band in bands),
        BotUttered("…", metadata={"answer": "parent_child_affected", "band": "adult"}),
        ActionExecuted(ACTION_LISTEN_NAME),
        UserUttered("im the kid not the mum", parsed["intent"], parse_data=parsed),
    ]
    age = AgeBandSlot("age_band", mappings=[{}], influence_conversation=False)
    tracker = DialogueStateTracker.from_events("child", events, [*slots, age])
    assert (SlotSet("age_band", None) in slots_set(tracker)) is taken_back


def test_who_was_no_adult_by_its_words_is_none_by_a_later_message() -> None:
    parsed = {"intent": {"name": "parent_child_affected"}, "says": []}
    slots = [TextSlot(name, mappings=[{}]) for name in ("language", "risk", "age_band")]
    about = {"answer": "inform_age", "says": ["says_young"]}
    events: list[Event] = [
        SlotSet("age_band", "adult_by_intent"),
        SlotSet("age_band", None),
        BotUttered("…", metadata=about),
        ActionExecuted(ACTION_LISTEN_NAME),
        UserUttered("they put it in the chat", parsed["intent"], parse_data=parsed),
        SlotSet("age_band", "adult_by_intent"),
    ]
    tracker = DialogueStateTracker.from_events("child", events, slots)
    assert SlotSet("age_band", None) in slots_set(tracker)
