"""What a worker sees of a case at a glance, made from what the bot passed on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from cases import words
from cases.models import Case, Live

# The bot asks on the child's behalf far more often.
HERE = timedelta(seconds=20)

_DIALLED = re.compile(r"\+?[0-9 ()./-]+")
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True)
class Step:
    """Something that the child told the bot, once or several times in a row."""

    words: str
    risk: str
    times: int


@dataclass(frozen=True)
class Number:
    """A number as it is written, and as a phone dials it; empty where it isn't only digits."""

    shown: str
    address: str

    @classmethod
    def of(cls, shown: str, scheme: str = "tel") -> Number:
        """A number for a link."""
        plus = "+" if shown.startswith("+") else ""
        digits = plus + re.sub(r"[^0-9]", "", shown)
        return cls(shown, f"{scheme}:{digits}" if _DIALLED.fullmatch(shown) else "")


@dataclass(frozen=True)
class Service:
    """A help service of the child's country."""

    name: str
    local_name: str
    numbers: tuple[Number, ...]
    texts: tuple[Number, ...]
    facts: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    cautions: tuple[str, ...]


@dataclass(frozen=True)
class Help:
    """What the child was shown: the emergency number, and services."""

    emergency: tuple[Number, ...]
    emergency_notes: tuple[str, ...]
    services: tuple[Service, ...]


def steps(case: Case) -> list[Step]:
    """The conversation in short, without its small talk."""
    told = [_told(one) for one in case.happened if _matters(one)]
    return [Step(*about, times=len(list(same))) for about, same in groupby(told)]


def answered(case: Case) -> list[str]:
    """What the bot already spoke about, each thing once."""
    told = [words.topic(name) for name in case.answered if name not in words.SMALL_TALK]
    return list(dict.fromkeys(told))


def help_for(case: Case) -> Help:
    """The services in the help that the child was shown."""
    emergency = case.help.get("emergency") or {}
    others = emergency.get("if_no_answer", [])
    instead = emergency.get("instead", {})
    return Help(
        emergency=tuple(map(Number.of, _numbers(emergency, "number"))),
        emergency_notes=(
            *((f"If nobody answers: {', '.join(others)}",) if others else ()),
            *_told_of(emergency, "note"),
            *(f"{place}: {number}" for place, number in instead.items()),
        ),
        services=tuple(_service(card) for card in case.help.get("cards", [])),
    )


def standing(case: Case, now: datetime) -> dict[str, Any]:
    """How it stands with the child, for the template that says it."""
    is_here = now - case.child_seen < HERE
    return {"case": case, "child_is_here": is_here and case.live != Live.OVER}


def before(case: Case) -> dict[str, Any]:
    """What the child lets be read of what it said to the bot, for the template that shows it."""
    said = case.messages.all()
    return {"case": case, "before": [one for one in said if one.before]}


def _matters(one: dict[str, str]) -> bool:
    return one.get("intent") not in words.SMALL_TALK or one.get("risk", "none") != "none"


def _told(one: dict[str, str]) -> tuple[str, str]:
    return words.topic(one.get("intent", "")), one.get("risk", "none")


def _service(card: dict[str, Any]) -> Service:
    name, local_name = card.get("name", ""), card.get("local_name", "")
    return Service(
        name=name,
        local_name="" if local_name == name else local_name,
        numbers=tuple(map(Number.of, _numbers(card, "phone"))),
        texts=tuple(Number.of(text, "sms") for text in _told_of(card, "sms")),
        facts=tuple(_facts(card)),
        links=tuple(_links(card)),
        cautions=(*_told_of(card, "only_for", "Only for {}"), *_told_of(card, "caution")),
    )


def _numbers(card: dict[str, Any], written: str) -> Iterable[str]:
    """As they are written, and what a phone dials where that says more than the number."""
    shown = _told_of(card, written)
    is_enough = shown and _DIALLED.fullmatch(shown[0])
    return shown if is_enough else (*shown, *card.get("dial", []))


def _facts(card: dict[str, Any]) -> Iterator[str]:
    yield from _told_of(card, "hours")
    if "free" in card:
        yield "Free" if card["free"] else "Not free"
    if "anonymous" in card:
        yield "Anonymous" if card["anonymous"] else "Not anonymous"
    if spoken := card.get("languages"):
        yield ", ".join(map(words.language, spoken))
    yield from _told_of(card, "email")


def _links(card: dict[str, Any]) -> Iterator[tuple[str, str]]:
    titles = {"chat_url": "Chat", "report_url": "Report", "website": "Website"}
    seen = set()
    for name, title in titles.items():
        address = card.get(name, "")
        if _ADDRESS.match(address) and address not in seen:
            seen.add(address)
            yield title, address


def _told_of(card: dict[str, Any], name: str, words_around: str = "{}") -> tuple[str, ...]:
    return (words_around.format(card[name]),) if card.get(name) else ()
