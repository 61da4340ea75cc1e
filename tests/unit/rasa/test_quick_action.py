from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from jsonschema import ValidationError
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk import Tracker

from actions.conversation import turn_of as turn_of_action_server
from beacon.project import ROOT
from beacon.rasa import quick_action
from beacon.rasa.generator import AnswerBookGenerator, turn_of
from beacon.rasa.quick_action import UNDERSTOOD, QuickRemoteAction
from beacon.understanding import danger, writers
from beacon.understanding.parse_keys import HINT

WORDS = "my coach has a picture of me, who can i call"
PARSED = {
    "text": WORDS,
    "intent": {"name": "ask_helpline", "confidence": 0.9},
    "entities": [{"entity": "country", "value": "PT", "start": 0, "end": 2}],
    "risk": {"level": "high"},
    "doubt": "ask_report",
    "language": "pt",
    "language_is_sure": True,
    "language_rivals": ["es"],
    "says": ["taken"],
    "unsays": ["edge"],
    "goes_on": ["always"],
    "leads_after": [{"after": ["taken"], "intent": "ask_report"}],
    "of_adult": "teacher_incident",
    "of_case": "teacher_incident",
    "calmed": "crisis_self_harm",
    "otherwise": ["ask_report", 0.1],
    "led": True,
    "led_in_doubt": {"intent": "ask_report", "not_after": ["taken"]},
    "like": {"words": 10, "likest": [["help_not_here", 0.9, 0.8, 0.7, 0.5, 0.4]]},
    "acts": {"asks": 0.9, "waits": 0.1},
    "writers": dict.fromkeys(writers.LABELS, 0.1) | {writers.VICTIM: 0.5},
    "danger": dict.fromkeys(danger.LABELS, 0.1) | {danger.CALM: 0.6},
    "feelings": {"scared": 0.8, "neither": 0.2},
    "intent_ranking": [{"name": "ask_helpline", "confidence": 0.9}],
}


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load(str(ROOT / "domain.yml"))


@pytest.fixture
def tracker(domain: Domain) -> DialogueStateTracker:
    """A chat in which help is asked for."""
    made = DialogueStateTracker("child", domain.slots)
    for event in (
        ActionExecuted("action_listen"),
        UserUttered("he leaked it", intent={"name": "disclose_image_shared"}),
        BotUttered("Not your fault.", metadata={"answer": "disclose_image_shared", "band": "8-10"}),
        ActionExecuted("action_listen"),
        UserUttered(WORDS, intent=PARSED["intent"], parse_data=PARSED, metadata={"language": "pl"}),
        SlotSet("risk", "high"),
        SlotSet("age_band", "adult"),
        SlotSet("language", "pt"),
    ):
        made.update(event)
    return made


@pytest.fixture
def body(tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
    """What the action server is sent, as it arrives there."""
    asking = QuickRemoteAction("action_find_help", EndpointConfig("http://127.0.0.1"))
    arrived: dict[str, Any] = json.loads(json.dumps(asking._action_call_format(tracker, domain)))
    return arrived


def test_no_word_of_the_child_or_the_bot_is_sent(body: dict[str, Any]) -> None:
    written = json.dumps(body)
    assert "coach" not in written
    assert "leaked" not in written
    assert "fault" not in written


def test_the_action_server_reads_the_same_turn_as_the_bot(
    body: dict[str, Any], tracker: DialogueStateTracker
) -> None:
    assert set(UNDERSTOOD) - {HINT} <= PARSED.keys(), "what is sent must be there to be compared"
    assert turn_of_action_server(Tracker.from_dict(body["tracker"])) == turn_of(tracker)


def test_a_good_answer_passes_and_a_bad_one_is_explained(body: dict[str, Any]) -> None:
    asking = QuickRemoteAction(body["next_action"], None)
    assert asking._validate_action_result({"events": [], "responses": [{"text": "Call."}]})
    with pytest.raises(ValidationError, match="Failed to validate Action server response"):
        asking._validate_action_result({"events": [{"timestamp": 1}], "responses": []})


async def test_an_action_server_that_is_silent_is_not_waited_for(
    tracker: DialogueStateTracker, domain: Domain, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent(*_: asyncio.StreamReader | asyncio.StreamWriter) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr(quick_action, "PATIENCE", 0.2)
    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    asking = QuickRemoteAction("action_find_help", EndpointConfig(f"http://127.0.0.1:{port}"))
    with pytest.raises(RasaException, match="has not answered"):
        await asking.run(
            CollectingOutputChannel(), AnswerBookGenerator(None, domain), tracker, domain
        )
    server.close()
