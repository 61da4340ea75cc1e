from __future__ import annotations

from beacon import training_data
from beacon.encoders.learned import learned
from beacon.project import ROOT


def test_a_trained_encoder_has_learned_messages_that_are_there() -> None:
    marks = {training_data.mark(message) for message in training_data.read(ROOT / "data" / "nlu")}
    assert len(learned("multilingual") & marks) > len(marks) / 2


def test_an_encoder_out_of_a_wheel_has_learned_none_of_ours() -> None:
    assert learned("e5") == frozenset()
