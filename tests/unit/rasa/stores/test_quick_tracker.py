from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    ConversationPaused,
    Restarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity

from beacon.project import ROOT
from beacon.rasa.stores.quick_tracker import QuickTracker, quicken

EVENTS = (
    ActionExecuted("action_session_start"),
    ActionExecuted("action_listen"),
    UserUttered("somebody has my picture", intent={"name": "disclose_image_shared"}),
    SlotSet("risk", "high"),
    SlotSet("country", "PT"),
    ActionExecuted("utter_disclose_image_shared"),
    BotUttered("This is not your fault."),
    ActionExecuted("action_listen"),
)


@pytest.fixture
def tracker() -> DialogueStateTracker:
    """A conversation as the bot has it."""
    made = DialogueStateTracker("child", Domain.load(str(ROOT / "domain.yml")).slots)
    for event in EVENTS:
        made.update(event)
    return made


def state(tracker: DialogueStateTracker) -> dict[str, Any]:
    return dict(tracker.current_state(EventVerbosity.ALL))


@pytest.mark.parametrize("last", [None, Restarted(), ConversationPaused(), SlotSet("risk", "none")])
def test_the_copy_is_the_one_that_rasa_makes(tracker: DialogueStateTracker, last: Any) -> None:
    if last:
        tracker.update(last)
    expected = state(tracker.copy())
    quicken(tracker)
    assert isinstance(tracker, QuickTracker)
    assert state(tracker.copy()) == expected == state(tracker)


def test_what_is_said_to_the_copy_stays_in_it(tracker: DialogueStateTracker) -> None:
    quicken(tracker)
    before = state(tracker)
    copied = tracker.copy()
    for event in (UserUttered("i want to die"), SlotSet("risk", "emergency")):
        copied.update(event)
    assert state(tracker) == before
    assert copied.get_slot("risk") == "emergency"
    assert copied.latest_message is not None
    assert copied.latest_message.text == "i want to die"
