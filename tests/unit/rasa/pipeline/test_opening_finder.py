"""What the classifiers read of a message that first answers the bot."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from beacon.rasa.messages import core_of
from beacon.rasa.pipeline.opening_finder import OpeningFinder


def read(text: str, *entities: dict[str, Any]) -> str:
    message = Message(data={TEXT: text, ENTITIES: list(entities)})
    OpeningFinder().process([message])
    assert message.get(TEXT) == text
    return core_of(message)


@pytest.mark.parametrize(
    ("text", "core"),
    [
        ("no he is my teacher", "he is my teacher"),
        ("he is my teacher", "he is my teacher"),
        ("/deny", "/deny"),
    ],
)
def test_an_opening_is_not_classified(text: str, core: str) -> None:
    assert read(text) == core


def test_only_a_country_may_stand_by_itself() -> None:
    place = {"entity": "country", "value": "GR", "start": 0, "end": 6}
    text = "Greece. should i give him money"
    assert read(text, place) == "should i give him money"
    assert read(text, {**place, "entity": "term"}) == text
