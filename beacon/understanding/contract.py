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
ABUSE, FRIENDS_CASE = "disclose_coerced", "disclose_friend"
TEACHERS_CASE, PARENTS_CASE = "teacher_incident", "parent_child_affected"
FEELINGS = "express_feelings"
# The answers to whatever the bot asks, "Are you safe?" among it.
YES, NO = "affirm", "deny"
INFORM_AGE, INFORM_COUNTRY = "inform_age", "inform_country"
FACTSHEET = "ask_factsheet"
# What asks the program to do something.
SIMPLER, MENU = "ask_explain_simpler", "ask_menu"
ASK_HELPLINE, REQUEST_HUMAN = "ask_helpline", "request_human"
# Rasa's own name for what is not understood stands beside the contract's for what is off topic.
NOT_UNDERSTOOD = FALLBACK, OUT_OF_SCOPE = "nlu_fallback", "out_of_scope"
GROUPS = ("prevention", "assistance", "crisis", "adults", "conversation")
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["intents"],
    "properties": {
        "intents": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "required": ["means", "risk", "group"],
                "properties": {
                    "means": {"type": "string", "minLength": 1},
                    "source": {"type": "array", "items": {"type": "string"}},
                    "risk": {"enum": [risk.name for risk in Risk]},
                    "group": {"enum": [*GROUPS]},
                    "tells": {"type": "boolean"},
                    "answers": {"type": "boolean"},
                },
                "additionalProperties": False,
            },
        }
    },
}


@functools.cache
def _intents() -> Mapping[str, Mapping[str, Any]]:
    return dict(data_file.load(FILE, SCHEMA)["intents"])


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


def group(intent: str) -> str:
    """The group of an intent, one of GROUPS.

    Raises KeyError for one that the contract does not name.
    """
    return str(_intents()[intent]["group"])


def tells_what_happened(intent: str) -> bool:
    """Whether a message with this intent tells of a case, and does not only ask or feel."""
    return _is(intent, "tells")


def has_an_answer(intent: str) -> bool:
    """Whether it has an answer to what was asked, so that a doubtful alarm leaves it standing."""
    return _is(intent, "answers")


def _is(intent: str, field: str) -> bool:
    return bool(_intents().get(intent, {}).get(field))
