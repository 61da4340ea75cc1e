from __future__ import annotations

import pytest

from beacon import project
from beacon.rasa.stores.kept import KeptEvents

KEPT = KeptEvents(project.door, lambda: project.follow_ups().by_name)
TAPPED = '/out_of_scope{"follow_up": "%s"}'


@pytest.mark.parametrize("text", ["/ call me on +44 20 7946 0958", "/greet or +44 20 7946 0958"])
def test_a_stroke_at_the_beginning_opens_no_hole(text: str) -> None:
    kept = KEPT.of({"event": "user", "text": text, "parse_data": {"text": text}})
    assert "7946" not in repr(kept)


PHONE = "+44 20 7946 0958"


@pytest.mark.parametrize(
    "text",
    [
        f'/call_me{{"on": "{PHONE}"}}',
        f'/inform_country{{"country": "{PHONE}"}}',
        f'/inform_country{{"country": "{PHONE}", "country": "GB"}}',
        f'/greet{{"{PHONE}": "GB"}}',
        f'/inform_age{{"age_band": ["{PHONE}"]}}',
        f"/greet{{{PHONE}}}",
        "/greet{[]}",
        "/Tomasz_Kowalski_7946",
        TAPPED % "tomasz_kowalski_7946",
    ],
)
def test_what_only_looks_like_a_payload_goes_through_the_net(text: str) -> None:
    entities = [{"entity": "country", "value": text}]
    event = {"event": "user", "text": text, "parse_data": {"text": text, "entities": entities}}
    kept = KEPT.of(event)
    assert "7946" not in repr(kept)
    assert not kept["text"].startswith("/")


@pytest.mark.parametrize(
    "text",
    [
        "/greet",
        "/restart",
        '/inform_age{"age_band": "8-10"}',
        '/inform_country{"country": "GB"}',
        TAPPED % next(iter(project.follow_ups().by_name)),
    ],
)
def test_a_payload_stays_what_it_is(text: str) -> None:
    entities = [{"entity": "country", "value": "GB"}]
    event = {"event": "user", "text": text, "parse_data": {"text": text, "entities": entities}}
    kept = KEPT.of(event)
    assert (kept["text"], kept["parse_data"]) == (text, event["parse_data"])


def test_what_was_found_in_words_stays() -> None:
    entities = [{"entity": "country", "value": "GB"}]
    event = {"event": "user", "text": "in leeds", "parse_data": {"entities": entities}}
    assert KEPT.of(event)["parse_data"]["entities"] == entities


@pytest.mark.parametrize(
    "name",
    [
        *("intent_ranking", "text_tokens", "response_selector", "message_id"),
        *("otherwise", "like", "acts", "writers", "danger"),
    ],
)
def test_what_only_says_how_it_was_understood_is_dropped(name: str) -> None:
    parsed = {"intent": {"name": "greet"}, name: [[0, 5]]}
    kept = KEPT.of({"event": "user", "text": "hello", "parse_data": parsed})
    assert kept["parse_data"] == {"intent": {"name": "greet"}, "text": "hello"}


def test_a_slot_holds_no_words() -> None:
    kept, slots = KEPT, {"country": f"call {PHONE}", "risk": "high"}
    assert kept.slots(slots) == {"country": "call [phone]", "risk": "high"}
    event = {"event": "slot", "name": "country", "value": PHONE}
    assert kept.of(event)["value"] == "[phone]"


@pytest.mark.parametrize(
    "value", ["GB", "uk", "emergency", "8-10", "adult", "adult_by_intent", None, ["x"]]
)
def test_a_slot_keeps_its_value(value: object) -> None:
    assert KEPT.slots({"any": value}) == {"any": value}
