"""The intent contract: each intent with the lowest risk that it gives a conversation."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path

from beacon import data_file
from beacon.levels import Risk

FILE = Path(__file__).with_name("intents.yml")

SELF_HARM, DANGER = "crisis_self_harm", "crisis_immediate_danger"


@functools.cache
def lowest_risks() -> Mapping[str, Risk]:
    """The lowest risk of every intent. Raises DataFileError."""
    entries = data_file.load(FILE, {})["intents"]
    return {intent: Risk.of(entry["risk"]) for intent, entry in entries.items()}


def lowest_risk(intent: str | None) -> Risk:
    """The lowest risk of an intent; `none` for one that the contract does not name."""
    return lowest_risks().get(intent or "", Risk.none)
