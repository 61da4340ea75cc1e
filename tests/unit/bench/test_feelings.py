"""Whether feelings are heard rightly is counted by feeling."""

from __future__ import annotations

from collections import Counter

from beacon.bench.feelings import Felt, messages, table_of
from beacon.patterns import fold
from beacon.project import ROOT
from beacon.training_data import read
from beacon.understanding import feelings, labelled_messages
from beacon.understanding.feelings import FEELINGS, NEITHER


def test_each_feeling_has_its_shares() -> None:
    heard = [
        (Felt("my legs have gone", "panics"), {"panics": 0.9, "scared": 0.1}),
        (Felt("cant think", "panics", second="scared"), {"scared": 0.8}),
        (Felt("its spinning", "panics"), {"angry": 0.8}),
        (Felt("i dont know", "panics"), {"panics": 0.3, NEITHER: 0.4}),
        (Felt("what is sexting", NEITHER), {NEITHER: 0.9}),
        (Felt("he is scared", NEITHER), {"scared": 0.9}),
        (Felt("ok", NEITHER), {}),
    ]
    table = table_of(heard)
    assert "| panics | 4 | 50.0 | 25.0 | 25.0 |" in table
    assert "| neither | 3 | 66.7 | 33.3 | 0.0 |" in table
    assert "All of them: 7 57.1 28.6 14.3" in table


def test_there_are_messages_of_every_feeling() -> None:
    known = Counter(one.feeling for one in messages())
    assert min(known[feeling] for feeling in FEELINGS) >= 10
    assert known[NEITHER] >= 100


def test_no_message_of_some_length_is_learned_as_well() -> None:
    learned = {
        fold(text) for text, _ in labelled_messages.read(ROOT / feelings.FILE, feelings.LABELS)
    } | {fold(message.text) for message in read(ROOT / "data" / "nlu" / "en")}
    held_out = {fold(one.text) for one in messages() if len(one.text.split()) > 3}
    assert held_out & learned == set()
