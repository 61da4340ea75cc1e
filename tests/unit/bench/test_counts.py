from __future__ import annotations

from beacon.bench.counts import judged, rows
from beacon.judged import Judged
from beacon.training_data import Message


def test_messages_are_counted_by_language_and_group() -> None:
    intents = ("crisis_self_harm", "crisis_immediate_danger", "greet", "teacher_lesson")
    messages = [Message(intent, intent, "en", None) for intent in intents]
    messages.append(Message("hallo", "greet", "de", None))
    assert rows(messages) == [
        ("de", "0", "0", "0", "0", "1", "1"),
        ("en", "0", "0", "2", "1", "1", "4"),
    ]


def test_what_was_judged_is_counted() -> None:
    verdicts = [{"a": "good", "b": "clumsy"}, {"a": "harmful"}, {}]
    messages = [Judged("chat", "said", one) for one in verdicts]
    assert judged(messages) == "2 messages, 3 verdicts; 50% with a follow-up that was good"
