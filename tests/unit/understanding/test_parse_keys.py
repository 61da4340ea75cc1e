from __future__ import annotations

from rasa.shared.nlu import constants

from beacon.understanding import parse_keys


def test_the_keys_of_rasa_are_called_as_rasa_calls_them() -> None:
    assert parse_keys.TEXT == constants.TEXT
    assert parse_keys.INTENT == constants.INTENT
    assert parse_keys.ENTITIES == constants.ENTITIES
    assert parse_keys.INTENT_RANKING == constants.INTENT_RANKING_KEY
    assert parse_keys.INTENT_NAME == constants.INTENT_NAME_KEY
    assert parse_keys.CONFIDENCE == constants.PREDICTED_CONFIDENCE_KEY
