"""Whole chats are understood message after message, each with what was said before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from beacon.bench import in_chats, labelled
from beacon.understanding.contract import lowest_risk

CHATS = """version: "3.1"
nlu:
- intent: deny
  examples:
  - text: |
      - no
    metadata: {language: en, band: "11-13", chat: b, turn: 2}
- intent: crisis_self_harm
  examples:
  - text: |
      - i cant go on
    metadata: {language: en, band: "11-13", chat: b, turn: 1}
- intent: greet
  examples:
  - text: |
      - hi
    metadata: {language: en, band: "11-13", chat: a, turn: 1}
"""
READ = {"no": "deny", "i cant go on": "crisis_self_harm", "hi": "greet"}


class Agent:
    """Reads each message as it is labelled."""

    async def parse_message(self, text: str) -> dict[str, Any]:
        intent = READ[text]
        risk = {"level": lowest_risk(intent).name, "is_certain": False, "emergency": 0.4}
        return {"text": text, "intent": {"name": intent, "confidence": 0.9}, "risk": risk}


@pytest.fixture(autouse=True)
def _some_chats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "test_en.yml").write_text(CHATS)
    monkeypatch.setattr(labelled, "CHATS", tmp_path)


def test_messages_stand_in_the_order_of_their_chat() -> None:
    texts = [[one.text for one in chat] for chat in in_chats.chats("test_*.yml")]
    assert texts == [["hi"], ["i cant go on", "no"]]


def test_what_was_said_before_counts() -> None:
    """ "No" to the question whether the child is safe is an alarm."""
    results = in_chats.understand(Agent(), "test_*.yml")
    assert [result.alarmed for result in results] == [False, True, True]
    assert [result.right for result in results] == [True, True, False]


def test_another_chat_begins_anew(tmp_path: Path) -> None:
    (tmp_path / "test_en.yml").write_text(CHATS.replace("chat: b, turn: 2", "chat: c, turn: 1"))
    results = in_chats.understand(Agent(), "test_*.yml")
    assert [result.alarmed for result in results] == [False, True, False]
