"""Whether messages do what the model says is counted by act."""

from __future__ import annotations

from beacon.bench.acts import Doing, messages, table_of
from beacon.patterns import fold
from beacon.project import ROOT
from beacon.training_data import read
from beacon.understanding import acts, labelled_messages


def test_each_act_has_its_shares() -> None:
    heard = [
        (Doing("ok monday then", "waits"), {"waits": 0.9, "aside": 0.1}),
        (Doing("not till friday", "waits"), {"waits": 0.3, "aside": 0.4}),
        (Doing("the dog ate my pasta", "aside", second="tells_more"), {"tells_more": 0.6}),
        (Doing("ha", "aside"), {}),
    ]
    table = table_of(heard)
    assert "| waits | 2 | 50.0 | 50.0 | 100.0 |" in table
    assert "| aside | 2 | 50.0 | 50.0 | 100.0 |" in table
    assert "All of them: 4 50.0 50.0 100.0" in table


def test_there_are_messages_of_nearly_every_act() -> None:
    known = {one.act for one in messages()}
    assert len(messages()) > 500
    assert known >= set(acts.LABELS) - {"waits"}


def test_no_message_of_some_length_is_learned_as_well() -> None:
    learned = {fold(text) for text, _ in labelled_messages.read(ROOT / acts.FILE, acts.LABELS)} | {
        fold(message.text) for message in read(ROOT / "data" / "nlu" / "en")
    }
    held_out = {fold(one.text) for one in messages() if len(one.text.split()) > 3}
    assert held_out & learned == set()
