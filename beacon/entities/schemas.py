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
TOWNS = _by(COUNTRY, _record({"capital_in_english": WORD, "capital": WORDS, "towns": WORDS}))
PLACE_NAMES = _by(COUNTRY, _record({}, {"english": WORDS, "names": WORDS, "towns": WORDS}))
DEMONYMS = _by(LANGUAGE, _by(COUNTRY, WORDS))
DECLENSIONS = _by(
    "^[a-z ]+$",
    _record(
        {"languages": WORDS, "countries": WORDS, "drop": WORDS, "place": WORDS, "other": WORDS},
        optional={"everywhere": {"type": "string", "pattern": "^[A-Z]+$"}},
    ),
)
COUNTRIES_WORDS = _record(
    dict.fromkeys(
        [
            "first_person_cues",
            "whereabouts_cues",
            "residence_cues",
            "location_cues",
            "origin_cues",
            "topic_cues",
            "self_cues",
            "name_cues",
            "code_cues",
            "cues_after",
            "others",
            "others_after",
            "denials",
            "of_words",
            "anybody",
            "bearers",
            "belonging",
            "linking",
            "articles",
            "towards",
            "helping",
            "descriptions",
            "now",
            "wishes",
            "wished",
            "unwished",
            "fillers",
            "after_cue",
            "after_place",
            "after_residence",
            "after_home",
            "never_alone",
            "names",
            "seldom_names",
            "after_age",
            "peoples",
            "never",
            "codes_alone",
            "codes_alone_in_capitals",
            "ignored",
            "language_before",
            "language_after",
            "never_misspelt",
            "never_spelt",
        ],
        WORDS,
    )
)

_SCHOOL_YEARS = {"type": "array", "items": _record({"words": WORDS, "plus": NUMBER})}
AGES = _by(
    LANGUAGE,
    _record(
        {
            **dict.fromkeys(
                [
                    "own",
                    "own_with_unit",
                    "born",
                    "becoming",
                    "nearly",
                    "between",
                    "units",
                    "own_units",
                    "soon",
                    "genders",
                    "others",
                    "not_now",
                    "joining",
                    "counted",
                    "school_own",
                    "roles",
                    "role_cues",
                    "role_here",
                    "not_in_role",
                    "adults",
                    "not_adults",
                    "family",
                ],
                WORDS,
            ),
            "numbers": _by("^.+$", NUMBER),
            "stages": _by("^.+$", NUMBER),
            "school_before": _SCHOOL_YEARS,
            "school_after": _SCHOOL_YEARS,
        },
        {"mine": WORDS, "linking": WORDS, "doings": WORDS},
    ),
)

LANGUAGES = _by(
    LANGUAGE,
    _record(
        {"letters": {"type": "string"}, "words": WORDS},
        {"head_start": {"type": "number"}, "is_read": {"type": "boolean"}},
    ),
)

TERMS = _record(
    {
        "terms": _by("^.+$", WORDS),
        "questions": WORDS,
        "recommendations": {
            "type": "array",
            "items": {"type": "string", "pattern": "^[IVX]+-[0-9]+$"},
        },
        "recommendation_words": WORDS,
        "topics": _by("^(?:figures|committee|convention|practices|prevention|victims|law)$", WORDS),
    }
)
