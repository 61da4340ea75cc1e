"""The intent contract: each intent with the lowest risk that it gives a conversation."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from beacon import data_file
from beacon.levels import Risk

FILE = Path(__file__).with_name("intents.yml")

CRISES = SELF_HARM, IMMEDIATE_DANGER = "crisis_self_harm", "crisis_immediate_danger"
DISCLOSURE_PREFIX = "disclose_"
ABUSE = "disclose_coerced"
SEXTORTION = "disclose_sextortion"
IMAGE_SHARED = "disclose_image_shared"
SENT_IMAGE = "disclose_sent_image"
FORWARD_IMAGE = "ask_forward_image"
# The cases that are told by somebody whose own they are not.
FRIENDS_CASE = "disclose_friend"
TEACHERS_CASE = "teacher_incident"
PARENTS_CASE = "parent_child_affected"
FEELINGS = "express_feelings"
# The answers to whatever the bot asks, "Are you safe?" among it.
YES = "affirm"
NO = "deny"
INFORM_AGE = "inform_age"
INFORM_COUNTRY = "inform_country"
FACTSHEET = "ask_factsheet"
# What asks the program to do something.
SIMPLER = "ask_explain_simpler"
MENU = "ask_menu"
START_QUIZ = "start_quiz"
RESTART = "restart"
ASK_HELPLINE = "ask_helpline"
REQUEST_HUMAN = "request_human"
# The everyday ends of a talk, and what is said to the bot itself.
GREET = "greet"
GOODBYE = "goodbye"
THANK = "thank"
INSULT = "insult"
SEXUAL_TO_BOT = "sexual_to_bot"
ASK_BOT_IDENTITY = "ask_bot_identity"
ASK_PRIVACY = "ask_privacy"
# What buttons lead to, whatever was read.
ASK_TALK_TO_ADULT = "ask_talk_to_adult"
ASK_HELPLINE_CONTACT = "ask_helpline_contact"
ASK_REMOVE_IMAGE = "ask_remove_image"
ASK_REPORT = "ask_report"
ASK_SHOULD_I_SHARE = "ask_should_i_share"
ASK_PRESSURE = "ask_pressure"
ASK_ONLINE_STRANGER = "ask_online_stranger"
# Rasa's own name for what is not understood stands beside the contract's for what is off topic.
NOT_UNDERSTOOD = FALLBACK, OUT_OF_SCOPE = "nlu_fallback", "out_of_scope"

OF_A_CHILD = frozenset({TEACHERS_CASE, PARENTS_CASE, "parent_how_to_talk"})
OF_PROFESSIONALS = frozenset({TEACHERS_CASE, "teacher_lesson"})
# Who asks so is an adult, where no age was told (domain.yml).
OF_ADULTS = OF_A_CHILD | OF_PROFESSIONALS
# These are answered by an action that looks services up (actions/), not by the answer book.
LOOKED_UP = frozenset({ASK_HELPLINE, INFORM_COUNTRY})
# What asks the program to do something, or greets it: no question to be answered in other words.
COMMANDS = frozenset(
    {
        SIMPLER,
        START_QUIZ,
        GREET,
        REQUEST_HUMAN,
        RESTART,
        INFORM_AGE,
        ASK_HELPLINE,
        INFORM_COUNTRY,
    }
)
# What only steers the chat is nothing that happened to the child.
STEERING = frozenset({YES, NO, REQUEST_HUMAN, INFORM_AGE, INFORM_COUNTRY, MENU, RESTART})
# What "im safe now" may be read as, so that it is no question with an answer of its own.
SMALL_TALK = frozenset(
    {
        NO,
        *NOT_UNDERSTOOD,
        GREET,
        GOODBYE,
        INSULT,
        ASK_BOT_IDENTITY,
        INFORM_AGE,
        INFORM_COUNTRY,
    }
)
GROUPS = ("prevention", "assistance", "crisis", "adults", "conversation")
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["intents"],
    "additionalProperties": False,
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
