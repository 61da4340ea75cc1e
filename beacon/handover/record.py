"""What is passed on of a conversation, read from what Rasa keeps of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from beacon.answers.history import FOLLOW_UP
from beacon.digest import digest
from beacon.handover.body import MOST_BYTES, as_body
from beacon.understanding.contract import REQUEST_HUMAN, STEERING
from beacon.understanding.parse_keys import INTENT, INTENT_NAME, LEVEL, RISK

MOST_LINES = 200
# Stands where a transcript begins only later than the chat.
LEFT_OUT = {"from": "bot", "text": "..."}
Event = Mapping[str, Any]


def key_of(conversation: str) -> str:
    """The key of a hand-over: the same for every try, and no way back to the conversation's id."""
    return digest("hand-over of", conversation).hex()


def next_key(key: str) -> str:
    """The key of the same conversation's next hand-over, once that of `key` is over."""
    return hashlib.sha256(key.encode()).hexdigest()


def record(
    key: str,
    events: Sequence[Event],
    slots: Mapping[str, Any],
    help_payload: Mapping[str, Any],
    may_read: bool,
) -> dict[str, Any]:
    """The body of `POST /api/hand-overs`.

    `events` are a tracker's, as dictionaries, the latest message the child's decision. `may_read`
    passes on the words too, of a long chat the latest that the staff's side takes at once.
    """
    happened = list(_happened(events))
    about: dict[str, Any] = {
        "key": key,
        "risk": slots.get("risk") or "none",
        "age_band": slots.get("age_band"),
        "country": slots.get("country"),
        "language": slots.get("language") or "en",
        "asked_for": _asked_for(events, slots.get("risk")),
        "happened": happened[-MOST_LINES:],
        "answered": _answered(events),
        "help": dict(help_payload),
        "transcript": None,
        "decided": _decided(events),
    }
    if may_read:
        about["transcript"] = _latest(_transcript(events), MOST_BYTES - len(as_body(about)))
    return about


def _latest(lines: Sequence[dict[str, str]], room: int) -> list[dict[str, str]]:
    """The latest lines that fit into `room` bytes, behind a mark where earlier are left out."""
    comma = 1
    sizes = [len(as_body(line)) + comma for line in lines]
    if len(lines) <= MOST_LINES and sum(sizes) <= room:
        return list(lines)
    room -= len(as_body(LEFT_OUT)) + comma
    latest: list[dict[str, str]] = []
    for line, size in zip(reversed(lines), reversed(sizes), strict=True):
        room -= size
        if room < 0 or len(latest) == MOST_LINES - 1:
            break
        latest.append(line)
    return [LEFT_OUT, *reversed(latest)]


def _decided(events: Iterable[Event]) -> int:
    """When the child wrote or tapped the latest of its messages, in milliseconds."""
    times = (event.get("timestamp") or 0.0 for event in events if event.get("event") == "user")
    return int(1000 * max(times, default=0.0))


def _asked_for(events: Iterable[Event], risk: str | None) -> str:
    """Whether the child asked for a person by itself, or tapped what was offered at high risk."""
    words = [str(event.get("text")) for event in events if event.get("event") == "user"]
    was_tapped = any(text.startswith(f"/{REQUEST_HUMAN}") for text in words)
    return "offer" if was_tapped and risk in ("high", "emergency") else REQUEST_HUMAN


def _happened(events: Sequence[Event]) -> Iterable[dict[str, str]]:
    """Intents of the child's messages with their risks; what only steers the chat is left out.

    The risk is that of the message in its chat, as it was answered; by itself, where it was not.
    """
    for event, risk_in_chat in _with_their_risk(events):
        message = event.get("parse_data") or {}
        intent = (message.get(INTENT) or {}).get(INTENT_NAME)
        if intent and intent not in STEERING:
            risk = risk_in_chat or (message.get(RISK) or {}).get(LEVEL) or "none"
            yield {"intent": str(intent), "risk": str(risk)}


def _with_their_risk(events: Sequence[Event]) -> Iterable[tuple[Event, str | None]]:
    """The child's messages, the latest last, with the risk that stands beside what was replied."""
    found: list[tuple[Event, str | None]] = []
    risk: str | None = None
    for event in reversed(events):
        if event.get("event") == "bot":
            risk = (event.get("metadata") or {}).get("risk") or risk
        elif event.get("event") == "user":
            found.append((event, risk))
            risk = None
    return reversed(found)


def _answered(events: Iterable[Event]) -> list[str]:
    spoken = (event for event in events if event.get("event") == "bot")
    names = (_name(event.get("metadata") or {}) for event in spoken)
    said = (name for name in names if name)
    return list(dict.fromkeys(name for name in said if not name.startswith("hand_over")))


def _name(about: Mapping[str, Any]) -> str:
    """The name of an answer; of a follow-up its own, which says what was asked."""
    answer = str(about.get("answer") or "")
    return str(about["facts"][FOLLOW_UP]) if answer == FOLLOW_UP else answer


def _transcript(events: Sequence[Event]) -> list[dict[str, str]]:
    senders = {"user": "child", "bot": "bot"}
    titles = _titles(events)
    spoken = ((event, _words(event, titles)) for event in events if event.get("event") in senders)
    return [
        {"from": senders[event["event"]], "text": words[:4000]} for event, words in spoken if words
    ]


def _words(event: Event, titles: Mapping[str, str]) -> str:
    """What was said; of a tap the title of a follow-up, which tells something as words do."""
    text = str(event.get("text") or "")
    is_tap = event["event"] == "user" and text.startswith("/")
    return titles.get(text, "") if is_tap else text


def _titles(events: Iterable[Event]) -> dict[str, str]:
    """The titles of follow-ups that could be tapped, by their payloads."""
    shown = ((event.get("data") or {}).get("buttons") or () for event in events)
    return {
        button["payload"]: button["title"]
        for buttons in shown
        for button in buttons
        if f'"{FOLLOW_UP}"' in button["payload"]
    }
