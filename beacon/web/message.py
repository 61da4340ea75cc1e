"""A reply of the bot as the chat page draws it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from beacon.levels import Risk
from beacon.web.languages import PhraseLanguages

ENGLISH = PhraseLanguages({})
# A text of so many characters is read more easily in two.
LONG = 180
HELP = ("introduction", "emergency", "country", "cards")

_SENTENCE_END = re.compile(r"""[.!?…]["”’)]*\s+""")


def page_message(
    reply: dict[str, Any], offer: Callable[[str], str], languages: PhraseLanguages = ENGLISH
) -> dict[str, Any]:
    """The reply with its words around the help and tokens in the place of payloads.

    `offer(payload)` gives the token under which a button's payload may come back. `parts` holds the
    languages of those paragraphs that are not in English. After an `alarm`, doubtful or sure,
    nobody is asked whether the answer helped. `asks_country`: the last words ask for the country in
    English, which the page does better, with buttons; but it has no words in another language.
    """
    custom = reply.get("custom") or {}
    has_help = custom.get("type") == "help"
    is_urgent = bool(reply.get("urgent"))
    after = list(custom["after"]) if has_help else []
    introduction = custom.get("introduction") if has_help else None
    words = list(custom["before"]) if has_help else paragraphs(reply.get("text") or "")
    parts = _parts([words, after, [introduction] if introduction else []], languages)
    return {
        "before": in_two(words),
        "help": {key: custom.get(key) for key in HELP} if has_help else None,
        "after": in_two(after),
        "parts": parts,
        "asks_country": reply.get("asks") == "country" and bool(set(after[-1:]) - parts.keys()),
        "urgent": is_urgent,
        "alarm": is_urgent or reply.get("risk") == Risk.emergency.name,
        "buttons": [
            {"title": button["title"], "token": offer(button["payload"])}
            for button in reply.get("buttons") or ()
        ],
    }


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, which empty lines divide."""
    return [part for part in text.split("\n\n") if part.strip()]


def in_two(words: list[str]) -> list[str]:
    """The paragraphs; a single long one as two, divided between sentences and in no quotation."""
    if len(words) != 1 or len(words[0]) < LONG:
        return words
    text = words[0]
    places = [end.end() for end in _SENTENCE_END.finditer(text) if _is_outside(text, end.end())]
    if not places:
        return words
    place = min(places, key=lambda found: abs(found - len(text) / 2))
    return [text[:place].rstrip(), text[place:]]


def _parts(groups: list[list[str]], languages: PhraseLanguages) -> dict[str, str]:
    """The languages of the paragraphs as they are shown; both halves of one have its language."""
    found: dict[str, str] = {}
    for words in groups:
        known = languages.of(words)
        if len(words) == 1 and words[0] in known:
            known = dict.fromkeys(in_two(words), known[words[0]])
        found.update(known)
    return found


def _is_outside(text: str, place: int) -> bool:
    before = text[:place]
    return before.count('"') % 2 == 0 and before.count("“") == before.count("”")
