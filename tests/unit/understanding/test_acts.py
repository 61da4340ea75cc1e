"""What is learned of what messages do in a talk."""

from __future__ import annotations

from beacon.project import ROOT
from beacon.understanding import labelled_messages
from beacon.understanding.acts import FILE, LABELS


def test_every_act_has_many_messages() -> None:
    labels = [label for _, label in labelled_messages.read(ROOT / FILE, LABELS)]
    assert min(labels.count(label) for label in LABELS) > 80


def test_no_message_does_two_things() -> None:
    texts = [text.lower() for text, _ in labelled_messages.read(ROOT / FILE, LABELS)]
    assert len(texts) == len(set(texts))
