"""What was sent and what came back, and whether it was the right child's. Standard library only."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Message = Mapping[str, Any]
MOST_EXAMPLES = 10
# Each of these must be 0, or the run has failed.
FATAL = ("not_started", "lost", "doubled", "crossed", "forgotten", "left_behind")


@dataclass
class Secrets:
    """What only this conversation has, and the bot must say here and nowhere else.

    `country` is None while it is not told, and `band` the one whose texts are read. They are not
    sure where the bot could not answer when they were told.
    """

    conversation: str
    band: str = "11-13"
    country: str | None = None
    are_sure: bool = True


@dataclass
class Kept:
    """How many messages of a conversation were sent and answered, and whether it was ended.

    `heard`: when the last answer came, in seconds since 1970. `dropped`: the server has taken note
    of the end.
    """

    conversation: str
    sent: int = 0
    answered: int = 0
    ended: bool = False
    heard: float = 0.0
    dropped: bool = False


@dataclass
class Ledger:
    """The account of a run.

    `counts` holds: sent, answered; lost (no words came, however often the page tried), doubled
    (one answer twice), crossed (another child's country, age or token), forgotten (a conversation,
    or its country, that the server no longer knew); tried_again, repeated, numbers_only (the bot
    could not answer and said numbers that work), too_fast. tests/load/report.py adds left_behind
    (something is kept of a chat that its child has ended).
    """

    counts: Counter[str] = field(default_factory=Counter)
    kept: dict[str, Kept] = field(default_factory=dict)
    times: list[tuple[float, float]] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)
    owners: dict[str, str] = field(default_factory=dict)

    def begin(self, conversation: str) -> Kept:
        """A new conversation; an id that was given before is crossed."""
        if conversation in self.kept:
            self.note("crossed", "two children were given one conversation")
        return self.kept.setdefault(conversation, Kept(conversation))

    def end(self, conversation: str, tokens: Sequence[str], dropped: bool) -> None:
        """The child has left by the button; its tokens are no longer compared.

        `dropped`: the server was reached, and has said that it knows.
        """
        self.kept[conversation].ended = True
        self.kept[conversation].dropped = dropped
        for token in tokens:
            self.owners.pop(token, None)

    def note(self, what: str, example: str = "") -> None:
        """Counts it; the first few of a kind are kept in words."""
        self.counts[what] += 1
        if example and self.counts[what] <= MOST_EXAMPLES:
            self.examples.append(f"{what}: {example}")

    def answered(self, conversation: str, seconds: float) -> None:
        """A message was answered, so many seconds after it was first sent."""
        self.kept[conversation].answered += 1
        self.kept[conversation].heard = time.time()
        self.counts["answered"] += 1
        self.times.append((time.time(), seconds * 1000))

    def own(self, conversation: str, tokens: Sequence[str]) -> None:
        """Tokens that came in this conversation; one that another has is crossed."""
        for token in tokens:
            if self.owners.setdefault(token, conversation) != conversation:
                self.note("crossed", "a token of another conversation")

    def write(self, file: Path) -> None:
        """The account as JSON."""
        content = {
            "counts": {name: self.counts[name] for name in (*FATAL, *self.counts)},
            "kept": [vars(kept) for kept in self.kept.values()],
            "times": self.times,
            "examples": self.examples,
        }
        file.write_text(json.dumps(content))


def words(messages: Sequence[Message]) -> str:
    """All words of an answer of the page's channel, spaces made one."""
    parts = [part for message in messages for part in (*message["before"], *message["after"])]
    return " ".join(" ".join(parts).split())


def length(messages: Sequence[Message]) -> int:
    """How many words there are to read, the names of services among them."""
    helps = [message["help"] for message in messages if message["help"]]
    names = [card["name"] for shown in helps for card in shown["cards"]]
    introductions = [shown["introduction"] or "" for shown in helps]
    return len(" ".join([words(messages), *introductions, *names]).split())


def same(messages: Sequence[Message], others: Sequence[Message]) -> bool:
    """Whether two answers say the same and show the same help."""
    first, second = ([(words([m]), m["help"]) for m in each] for each in (messages, others))
    return first == second


def tokens(messages: Sequence[Message]) -> list[str]:
    """The tokens of all buttons."""
    return [button["token"] for message in messages for button in message["buttons"]]


class Checker:
    """Compares answers with the secrets of their conversation.

    `topics` and `phrases` are those of tests/load/material.py; `register` is /helplines.json.
    """

    def __init__(
        self, ledger: Ledger, material: Mapping[str, Any], register: Mapping[str, Any]
    ) -> None:
        self._ledger = ledger
        self._topics = {title: topic["texts"] for title, topic in material["topics"].items()}
        self._phrases: Mapping[str, str] = material["phrases"]
        self._countries: Mapping[str, Any] = register["countries"]

    def check(self, secrets: Secrets, messages: Sequence[Message], topic: str | None) -> bool:
        """Notes whatever is wrong; whether the message was understood at all.

        `topic` is the title of the topic that was tapped.
        """
        self._ledger.own(secrets.conversation, tokens(messages))
        self._check_once(messages)
        for message in messages:
            if message["help"] and secrets.are_sure:
                self._check_help(secrets, message["help"])
        said = words(messages)
        excuse = next((name for name, text in self._phrases.items() if text in said), None)
        if excuse:
            self._ledger.note("numbers_only" if excuse == "service_down" else excuse)
        elif topic and secrets.are_sure:
            self._check_topic(secrets, said, topic)
        return not excuse

    def _check_once(self, messages: Sequence[Message]) -> None:
        twice = [each for number, each in enumerate(messages) if each in messages[:number]]
        if twice:
            self._ledger.note("doubled", f"one answer holds twice: {words(twice)}")

    def _check_help(self, secrets: Secrets, shown: Mapping[str, Any]) -> None:
        country = shown.get("country")
        if secrets.country and not country:
            self._ledger.note("forgotten", f"help of no country instead of {secrets.country}")
        elif country != secrets.country:
            self._ledger.note("crossed", f"help of {country} instead of {secrets.country}")
        number = (shown.get("emergency") or {}).get("number")
        home = self._countries.get(country or "")
        if home and number and number != home["emergency"]["number"]:
            self._ledger.note("crossed", f"in {country} the emergency number of another country")

    def _check_topic(self, secrets: Secrets, said: str, title: str) -> None:
        texts = self._topics.get(title)
        if texts and not any(" ".join(text.split()) in said for text in texts[secrets.band]):
            self._ledger.note("crossed", f"{title!r} not answered as for {secrets.band}")
