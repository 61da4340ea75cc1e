"""What Beacon's components read from and leave on Rasa's messages."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import dropwhile, takewhile
from typing import Any

from rasa.shared.core.events import (
    AllSlotsReset,
    BotUttered,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from beacon.levels import Risk
from beacon.understanding.parse_keys import (
    CONFIDENCE,
    HINT,
    INTENT_NAME,
    INTENT_RANKING,
    IS_READ,
    LANGUAGE,
    RISK,
)

# Events that give every slot its first value again.
RESETS = (Restarted, SessionStarted, AllSlotsReset)
# What is left of its words without an opening that only answers the bot.
CORE = "core"
# Its words in their usual spelling, where that is another.
RESPELT = "respelt"
# Whether a training example goes on with a talk.
IN_TALK = "in_talk"
# Every intent with its chance, the likeliest first; Rasa's own ranking shows only some of them.
CHANCES = "chances"
# So many of these.
SHOWN = 10


def text_of(message: Message) -> str:
    """The words of a message; none for the payload of a button, which Rasa reads by itself."""
    text = str(message.get(TEXT) or "")
    return "" if text.startswith("/") else text


def spellings_of(message: Message) -> tuple[str, ...]:
    """Its words as they are written and, where that is another, as they are usually spelt."""
    return tuple(dict.fromkeys((text_of(message), whole_of(message))))


def whole_of(message: Message) -> str:
    """All of its words, in their usual spelling where that was found."""
    return str(message.get(RESPELT) or message.get(TEXT))


def core_of(message: Message) -> str:
    """The words that the classifiers read."""
    return str(message.get(CORE) or whole_of(message))


def language_of(message: Message) -> str:
    """The language of a training example, from its metadata, or of a message, as detected."""
    return str(message.get(LANGUAGE) or label_of(message).get(LANGUAGE) or "en")


def is_read(message: Message) -> bool:
    """Whether the message is in a language that is understood."""
    return message.get(IS_READ) is not False


def is_in_talk(example: Message) -> bool:
    """Whether a training example goes on with a talk, by its metadata."""
    return bool(label_of(example).get(IN_TALK))


def label_of(example: Message) -> dict[str, Any]:
    """What a training example's metadata say of it beside its intent; nothing of a message."""
    return (example.get("metadata") or {}).get("intent") or {}


def is_training_example(message: Message) -> bool:
    """Whether a message of the training data has both words and an intent."""
    return bool(message.get(TEXT) and message.get(INTENT))


def add_entity(message: Message, entity: str, value: str, start: int, end: int) -> None:
    """Appends an entity, behind those that are there; Rasa fills a slot from the last."""
    found = {"entity": entity, "value": value, "start": start, "end": end}
    message.set(ENTITIES, [*(message.get(ENTITIES) or []), found], add_to_output=True)


def put_first(message: Message, intent: str) -> None:
    """Gives the message that intent, as sure as the one whose place it takes."""
    confidence = message.get(INTENT)[CONFIDENCE]
    others = [one for one in chances_of(message) if one[0] != intent]
    set_chances(message, [(intent, confidence), *others])


def set_chances(message: Message, chances: Sequence[tuple[str, float]]) -> None:
    """Sets the intent and Rasa's ranking by every intent with its chance, the likeliest first."""
    named = [{INTENT_NAME: name, CONFIDENCE: chance} for name, chance in chances[:SHOWN]]
    message.set(INTENT, named[0], add_to_output=True)
    message.set(INTENT_RANKING, named, add_to_output=True)
    message.set(CHANCES, list(chances))


def chances_of(message: Message) -> list[tuple[str, float]]:
    """Every intent with its chance, the likeliest first; empty where none was asked for."""
    return list(message.get(CHANCES) or ())


def parsed_latest(tracker: DialogueStateTracker) -> dict[str, Any]:
    """Rasa's parse data of the tracker's latest message; empty before any.

    With its intent, and the language of the page: the parse data of a tapped button lack that.
    """
    latest = tracker.latest_message
    if latest is None:
        return {}
    hint = (latest.metadata or {}).get(LANGUAGE)
    return {**latest.parse_data, INTENT: latest.intent, **({HINT: hint} if hint else {})}


def said_last(tracker: DialogueStateTracker) -> UserUttered | BotUttered | None:
    """The latest message, or what the bot has said since; None where nobody has said anything."""
    both = (
        event for event in reversed(tracker.events) if isinstance(event, UserUttered | BotUttered)
    )
    return next(both, None)


def unanswered(tracker: DialogueStateTracker) -> dict[str, Any]:
    """The parse data of the latest message while the bot has said nothing to it; else empty."""
    return parsed_latest(tracker) if isinstance(said_last(tracker), UserUttered) else {}


def slots_before(tracker: DialogueStateTracker) -> dict[str, Any]:
    """The slots, with the risk that the chat had before the latest message.

    How a message is meant depends on that risk, which the message itself must not have raised.
    """
    before = dropwhile(lambda event: not isinstance(event, UserUttered), reversed(tracker.events))
    since = takewhile(lambda event: not isinstance(event, RESETS), before)
    told = (event for event in since if isinstance(event, SlotSet) and event.key == RISK)
    risk = max((Risk.of(event.value) for event in told), default=Risk.none)
    return {**tracker.current_slot_values(), RISK: risk.name}


def utterances_of(tracker: DialogueStateTracker) -> list[dict[str, Any]]:
    """The metadata of what the bot has said since the chat was begun anew."""
    events = tracker.events_after_latest_restart()
    return [event.metadata for event in events if isinstance(event, BotUttered)]
