from __future__ import annotations

from typing import Any

import pytest

from beacon.handover.body import MOST_BYTES, as_body
from beacon.handover.record import LEFT_OUT, key_of, next_key, record


def user(text: str, intent: str, risk: str = "none") -> dict[str, Any]:
    parsed = {"intent": {"name": intent}, "risk": {"level": risk}}
    return {"event": "user", "text": text, "parse_data": parsed}


def bot(text: str, answer: str) -> dict[str, Any]:
    return {"event": "bot", "text": text, "metadata": {"answer": answer}}


EVENTS: list[dict[str, Any]] = [
    {"event": "action", "name": "action_session_start"},
    user("somebody has my picture and wants money", "disclose_sextortion", "high"),
    bot("This is not your fault.", "disclose_sextortion"),
    user("/request_human", "request_human"),
    bot("You can ask.", "hand_over_offer"),
    user("yes", "affirm"),
]
SLOTS = {"risk": "high", "age_band": "11-13", "country": "PT", "language": "pt"}
HELP = {"v": 1, "type": "help"}


def passed_on(may_read: bool = True, events: list[dict[str, Any]] = EVENTS) -> dict[str, Any]:
    return record("key", events, SLOTS, HELP, may_read=may_read)


def test_what_happened_is_told_in_intents_without_the_steering() -> None:
    assert passed_on()["happened"] == [{"intent": "disclose_sextortion", "risk": "high"}]
    assert passed_on()["answered"] == ["disclose_sextortion"]


def test_a_message_has_the_risk_that_it_has_in_its_chat() -> None:
    asked, calmed = bot("Are you safe?", "crisis_self_harm"), bot("Good.", "affirm")
    asked["metadata"]["risk"], calmed["metadata"]["risk"] = "high", "none"
    events = [
        user("i could die lol", "crisis_self_harm", "emergency"),
        asked,
        user("im safe", "affirm", "none"),
        calmed,
        user("he wants money", "disclose_sextortion", "high"),
    ]
    assert passed_on(events=events)["happened"] == [
        {"intent": "crisis_self_harm", "risk": "high"},
        {"intent": "disclose_sextortion", "risk": "high"},
    ]


def test_a_follow_up_has_its_own_name() -> None:
    said = bot("That hurts.", "follow_up")
    said["metadata"]["facts"] = {"follow_up": "leak_friends_turned_away"}
    answered = passed_on(events=[*EVENTS[:3], said])["answered"]
    assert answered == ["disclose_sextortion", "leak_friends_turned_away"]


def test_the_words_go_only_where_the_child_allows_it() -> None:
    assert passed_on(may_read=False)["transcript"] is None
    assert passed_on()["transcript"] == [
        {"from": "child", "text": "somebody has my picture and wants money"},
        {"from": "bot", "text": "This is not your fault."},
        {"from": "bot", "text": "You can ask."},
        {"from": "child", "text": "yes"},
    ]


def test_a_follow_up_that_was_tapped_is_among_the_words() -> None:
    payload = '/ask_law{"follow_up": "kid_jail_me"}'
    shown = bot("This is not your fault.", "disclose_sextortion")
    shown["data"] = {"buttons": [{"title": "Will I go to jail?", "payload": payload}]}
    events = [EVENTS[1], shown, user(payload, "ask_law"), user("/ask_menu", "ask_menu")]
    assert [line["text"] for line in passed_on(events=events)["transcript"]] == [
        "somebody has my picture and wants money",
        "This is not your fault.",
        "Will I go to jail?",
    ]


def test_a_summary_holds_no_word_of_the_childs() -> None:
    assert "picture" not in str(passed_on(may_read=False))


def test_an_offer_that_was_tapped_is_told_from_a_wish() -> None:
    assert passed_on()["asked_for"] == "offer"
    asked = [*EVENTS[:3], {**EVENTS[3], "text": "can i talk to a human"}]
    assert passed_on(events=asked)["asked_for"] == "request_human"


def test_a_later_decision_is_known_by_its_time() -> None:
    first = [*EVENTS[:-1], {**EVENTS[-1], "timestamp": 1764000000.25}]
    asked_again = [{**event, "timestamp": 1764000060.5} for event in EVENTS[3:]]
    assert passed_on(events=first)["decided"] == 1764000000250
    assert passed_on(events=[*first, *asked_again])["decided"] == 1764000060500
    assert passed_on(events=first) == passed_on(events=first)


def test_what_is_not_known_is_left_open() -> None:
    bare = record("key", [], {}, HELP, may_read=True)
    assert (bare["risk"], bare["age_band"], bare["country"]) == ("none", None, None)
    assert bare["transcript"] == []


def test_a_very_long_chat_is_cut_to_its_end() -> None:
    long = passed_on(events=EVENTS[1:3] * 200)
    assert len(long["transcript"]) == len(long["happened"]) == 200
    assert long["transcript"][0] == LEFT_OUT
    assert long["transcript"][-1]["text"] == "This is not your fault."


def test_what_fits_is_passed_on_whole() -> None:
    assert LEFT_OUT not in passed_on(events=EVENTS[1:3] * 100)["transcript"]


UKRAINIAN = "він написав мені знову і каже що надішле моє фото всім у школі якщо я не заплачу "
LETTERS = {"uk": UKRAINIAN, "el": "με απειλεί ότι θα στείλει τη φωτογραφία μου σε όλους "}


def turns(number: int, text: str) -> list[dict[str, Any]]:
    """A chat of as many turns, each of 250 letters of the child's and 250 of the bot's."""
    events = []
    for turn in range(number):
        said = f"{turn} {text * 9}"[:250]
        events += [user(said, "express_feelings"), bot(said, "express_feelings")]
    return events


@pytest.mark.parametrize("text", LETTERS.values(), ids=LETTERS)
def test_a_long_chat_in_other_letters_goes_whole(text: str) -> None:
    long = passed_on(events=turns(100, text))
    assert len(as_body(long)) <= MOST_BYTES
    assert len(long["transcript"]) == 200
    assert LEFT_OUT not in long["transcript"]


@pytest.mark.parametrize("length", [1200, 4000])
@pytest.mark.parametrize("sign", ["ї", "😀", '"', "\n"])
def test_of_what_is_too_long_the_latest_is_passed_on(sign: str, length: int) -> None:
    events = [user(f"{number} {sign * length}"[:length], "thank") for number in range(199)]
    long = passed_on(events=events)
    said = long["transcript"]
    assert said[0] == LEFT_OUT
    assert said[-1]["text"] == events[-1]["text"]
    assert [one["text"] for one in said[1:]] == [
        event["text"] for event in events[-len(said) + 1 :]
    ]
    assert MOST_BYTES - 5 * length < len(as_body(long)) <= MOST_BYTES


def test_the_key_is_the_same_for_every_try_and_tells_nothing() -> None:
    key = key_of("conversation")
    assert key == key_of("conversation")
    assert key != key_of("another")
    assert "conversation" not in key
    assert len({key, next_key(key), next_key(next_key(key))}) == 3


@pytest.mark.parametrize("length", [1, 10_000])
def test_no_line_is_longer_than_the_staffs_side_takes(length: int) -> None:
    event = {"event": "user", "text": "a" * length, "parse_data": {}}
    assert len(passed_on(events=[event])["transcript"][0]["text"]) <= 4000
