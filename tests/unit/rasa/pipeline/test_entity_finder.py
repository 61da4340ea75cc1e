from __future__ import annotations

import pytest
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from beacon.rasa.pipeline.entity_finder import EntityFinder
from beacon.understanding.parse_keys import LANGUAGE

FINDER = EntityFinder()


def found(text: str) -> tuple[str, bool]:
    [message] = FINDER.process([Message(data={TEXT: text})])
    return message.get(LANGUAGE), message.get("language_is_sure")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ik wil dood", "nl"),
        ("vreau sa mor", "ro"),
        ("thelw na pethanw", "el"),
        ("jai envie de mourir", "fr"),
    ],
)
def test_a_short_cry_in_words_of_a_pattern_is_in_its_language_beyond_doubt(
    text: str, language: str
) -> None:
    """It was answered in English, since so few words leave the language open."""
    assert found(text) == (language, True)


def test_other_short_words_leave_it_open() -> None:
    assert found("cc ta deja vu inazuma eleven")[1] is False


def entities(text: str) -> dict[str, str]:
    [message] = FINDER.process([Message(data={TEXT: text})])
    return {one["entity"]: one["value"] for one in message.get("entities")}


@pytest.mark.parametrize(
    ("text", "band", "country"),
    [("13 canada", "11-13", "CA"), ("germany 17", "14-17", "DE"), ("14 uk", "14-17", "GB")],
)
def test_a_number_beside_a_country_is_an_age(text: str, band: str, country: str) -> None:
    assert entities(text) == {"age_band": band, "country": country}


@pytest.mark.parametrize("text", ["teacher germany", "50 germany", "5 uk", "sextortion canada"])
def test_other_words_beside_a_country_are_none(text: str) -> None:
    assert "age_band" not in entities(text)


def test_beside_a_country_nothing_is_found_twice() -> None:
    [message] = FINDER.process([Message(data={TEXT: "sextortion canada"})])
    assert sorted(one["entity"] for one in message.get("entities")) == ["country", "term"]
