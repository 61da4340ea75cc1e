"""The shapes of the data files of this package, as JSON schemas."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

WORD: Schema = {"type": "string", "minLength": 1}
WORDS: Schema = {"type": "array", "items": WORD}
NUMBER: Schema = {"type": "integer", "minimum": 0, "maximum": 120}


def _record(required: dict[str, Schema], optional: dict[str, Schema] | None = None) -> Schema:
    """An object with these properties and no others."""
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **(optional or {})},
        "additionalProperties": False,
    }


def _by(key_pattern: str, value: Schema) -> Schema:
    """An object whose every key fits the pattern."""
    return {
        "type": "object",
        "patternProperties": {key_pattern: value},
        "additionalProperties": False,
    }


COUNTRY = "^[A-Z]{2}$"
LANGUAGE = "^[a-z]{2}$"

COUNTRY_NAMES = _record({"languages": _by(LANGUAGE, _by(COUNTRY, WORDS))})
TOWNS = _by(COUNTRY, _record({"capital": WORDS, "towns": WORDS}))
PLACE_NAMES = _by(COUNTRY, _record({}, {"names": WORDS, "towns": WORDS}))
DEMONYMS = _by(LANGUAGE, _by(COUNTRY, WORDS))
DECLENSIONS = _by(
    "^[a-z ]+$",
    _record(
        {"languages": WORDS, "countries": WORDS, "drop": WORDS, "place": WORDS, "other": WORDS}
    ),
)
COUNTRIES_WORDS = _record(
    dict.fromkeys(
        [
            "first_person_cues",
            "residence_cues",
            "location_cues",
            "origin_cues",
            "topic_cues",
            "self_cues",
            "code_cues",
            "cues_after",
            "others",
            "fillers",
            "after_cue",
            "after_residence",
            "never_alone",
            "names",
            "peoples",
            "never",
            "codes_never_alone",
            "codes_as_words",
            "ignored",
            "language_before",
            "language_after",
            "never_misspelt",
        ],
        WORDS,
    )
)
