"""What the classifiers read of a message that is spelt by ear."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from beacon.rasa.messages import CORE, core_of, whole_of
from beacon.rasa.pipeline.spelling_reader import SpellingReader
from beacon.understanding.parse_keys import LANGUAGE


def read(text: str, core: str | None = None, language: str = "en") -> tuple[str, str]:
    message = Message(data={TEXT: text, CORE: core, LANGUAGE: language})
    SpellingReader().process([message])
    assert message.get(TEXT) == text
    return whole_of(message), core_of(message)


@pytest.mark.parametrize(
    ("text", "core", "whole_read", "core_read"),
    [
        ("my bruver sed so", None, "my brother said so", "my brother said so"),
        ("no i meen my bruver", "my bruver", "no i mean my brother", "my brother"),
        ("no it is my brother", "it is my brother", "no it is my brother", "it is my brother"),
        ("/inform_age", None, "/inform_age", "/inform_age"),
    ],
)
def test_it_is_classified_in_its_usual_spelling(
    text: str, core: str | None, whole_read: str, core_read: str
) -> None:
    assert read(text, core) == (whole_read, core_read)


def test_other_languages_stay_as_they_are() -> None:
    text = "wat is dat"
    assert read(text, language="nl") == (text, text)
