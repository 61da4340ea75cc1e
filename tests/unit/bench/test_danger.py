"""Whether the bot knows where chats stand is counted by state."""

from __future__ import annotations

from beacon.answers import Turn
from beacon.bench import labelled
from beacon.bench.danger import Stood, chats, table_of
from beacon.levels import Risk
from beacon.patterns import fold
from beacon.project import ROOT
from beacon.understanding import labelled_messages
from beacon.understanding.danger import CALM, FILE, LABELS, NOW, surely


def test_each_state_has_its_shares() -> None:
    calm = Turn("ask_law", stands=surely(CALM))
    alarm = Turn("crisis_self_harm", Risk.emergency, stands=surely(NOW))
    doubtful = Turn("crisis_self_harm", Risk.emergency, facts={"alarm": "doubtful"})
    table = table_of([Stood.of(CALM, calm), Stood.of(CALM, doubtful), Stood.of(NOW, alarm)])
    assert "| calm | 2 | 50.0 | 50.0 | 50.0 |" in table
    assert "| now | 1 | 100.0 | 100.0 | 0.0 |" in table
    assert "| helped | 0 | nan | nan | nan |" in table
    assert "| all | 3 | 66.7 | 66.7 | 33.3 |" in table


def test_there_are_messages_of_every_state() -> None:
    known = [one.label for chat in chats() for one in chat]
    assert min(known.count(state) for state in LABELS) >= 15


def test_the_chats_are_those_of_the_other_test_and_nothing_learns_them() -> None:
    said = {one.text for chat in chats() for one in chat}
    tested = labelled.read("test_*.yml", labelled.CHATS)
    assert said == {" ".join(one.text.split()) for one in tested}
    learned = {fold(text) for text, _ in labelled_messages.read(ROOT / FILE, LABELS)}
    assert {text for text in said if len(text.split()) > 3 and fold(text) in learned} == set()
