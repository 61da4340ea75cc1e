"""How what is said of a standing alarm is counted."""

from __future__ import annotations

from beacon.answers.understood import Understood
from beacon.bench.alarms import MESSAGES, shares
from beacon.understanding import labelled_messages
from beacon.understanding.standing_alarm import LABELS, OfAlarm


def test_each_label_has_its_shares() -> None:
    said = [
        ("danger", OfAlarm(danger=0.9, here=0.1)),
        ("danger", OfAlarm(danger=0.05, here=0.95)),
        ("called", OfAlarm(called=0.8, nothing=0.2)),
        ("here", OfAlarm()),
        ("safe", OfAlarm(safe=1.0)),
        ("nothing", OfAlarm(nothing=1.0)),
    ]
    table = shares([(label, Understood(of_alarm=of_alarm)) for label, of_alarm in said])
    assert "| danger | 2 | 50.0 | 50.0 | 0.0 | 0.0 |" in table
    assert "| called | 1 | 100.0 | 100.0 | 0.0 | 0.0 |" in table
    assert "| here | 1 | 0.0 | 0.0 | 0.0 | 0.0 |" in table
    assert "| safe | 1 | 100.0 | 0.0 | 100.0 | 0.0 |" in table


def test_there_are_messages_of_every_label() -> None:
    labels = [label for _, label in labelled_messages.read(MESSAGES, LABELS)]
    assert all(labels.count(label) >= 50 for label in LABELS)
