"""The intent contract: each intent with the lowest risk that it gives a conversation."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from beacon import data_file
from beacon.levels import Risk

FILE = Path(__file__).with_name("intents.yml")

CRISES = SELF_HARM, DANGER = "crisis_self_harm", "crisis_immediate_danger"
DISCLOSURE_PREFIX = "disclose_"
# Rasa's own name for what is not understood stands beside the contract's for what is off topic.
NOT_UNDERSTOOD = FALLBACK, OUT_OF_SCOPE = "nlu_fallback", "out_of_scope"
# Who says this has told what happened, beside the disclosures.
_TELLING = frozenset(
    {
        "ask_received_image",
        "ask_forward_image",
        "ask_online_stranger",
        "ask_fake_image",
        "parent_child_affected",
        "teacher_incident",
    }
)


@functools.cache
def _intents() -> Mapping[str, Mapping[str, Any]]:
    return dict(data_file.load(FILE, {})["intents"])


@functools.cache
def lowest_risks() -> Mapping[str, Risk]:
    """The lowest risk of every intent. Raises DataFileError."""
    return {intent: Risk.of(entry["risk"]) for intent, entry in _intents().items()}


def meaning(intent: str) -> str:
    """What a message with this intent says; of one that the contract does not name, that."""
    entry = _intents().get(intent)
    return str(entry["means"]) if entry else "not understood"


def lowest_risk(intent: str | None) -> Risk:
    """The lowest risk of an intent; `none` for one that the contract does not name."""
    return lowest_risks().get(intent or "", Risk.none)


def tells_what_happened(intent: str) -> bool:
    """Whether a message with this intent tells of a case, and does not only ask or feel."""
    return intent.startswith(DISCLOSURE_PREFIX) or intent in _TELLING
