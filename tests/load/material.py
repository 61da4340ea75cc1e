"""What the load generator's children say, and what the bot must answer.

`python -m tests.load.material FILE` writes it as JSON: the load generator knows nothing of Beacon's
library.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from beacon import data_file, project
from beacon.bench import labelled
from beacon.levels import BANDS
from beacon.rasa.channels.web import TOPICS

STORIES = Path(__file__).with_name("stories.yml")
# What would end a chat, hand it to a person, or begin it anew.
NOT_SAID = ("request_human", "affirm", "deny", "goodbye", "restart")
NOT_TAPPED = ("request_human", "restart", "goodbye")
# Answers that are not out of the book alone.
NOT_CHECKED = ("start_quiz", "ask_helpline")


def material() -> dict[str, Any]:
    """Stories, messages by language, topics and ages by title, and phrases to know."""
    book = project.answer_book()
    return {
        "stories": stories(),
        "messages": messages(),
        "topics": {book.title(intent, "11-13"): topic(intent) for intent in TOPICS},
        "ages": {book.phrase(f"age_{band}"): band for band in BANDS},
        "not_tapped": sorted({book.title(name, band) for name in NOT_TAPPED for band in BANDS}),
        "phrases": {name: book.phrase(name) for name in ("service_down", "too_fast")},
    }


def topic(intent: str) -> dict[str, Any]:
    """{"intent", "texts"}: all that may be said to a topic, by age band."""
    if intent in NOT_CHECKED:
        return {"intent": intent, "texts": {}}
    variants = project.answer_book().answers[intent].variants
    return {
        "intent": intent,
        "texts": {band: [variant.text[band] for variant in variants] for band in BANDS},
    }


def messages() -> dict[str, list[str]]:
    """The labelled test messages that tell neither a country nor an age, by language."""
    found: dict[str, list[str]] = {}
    for message in labelled.read("test_*.yml"):
        if message.intent not in NOT_SAID and not any(told(message.text)):
            found.setdefault(message.language, []).append(message.text)
    return found


def stories() -> list[dict[str, Any]]:
    """The made-up stories. Raises ValueError where one tells a country or an age in words."""
    read: list[dict[str, Any]] = data_file.load(STORIES, {})["stories"]
    for story in read:
        steps = [step for step in story["steps"] if isinstance(step, dict)]
        spoken = [step["say"] for step in steps if "say" in step]
        if any(any(told(words)) for words in spoken):
            raise ValueError(f"the story {story['name']!r} tells a country or an age")
    return read


def told(text: str) -> Iterator[str]:
    """The country and the age band that a text tells."""
    for finder in project.finders():
        for mention in finder.find(text):
            if mention.entity in ("country", "age_band"):
                yield mention.value


def write(file: Path) -> Path:
    """Writes the material; gives the file."""
    file.write_text(json.dumps(material(), ensure_ascii=False))
    return file


if __name__ == "__main__":
    write(Path(sys.argv[1]))
