"""A hundred children from ten countries at the public port, and what they saw."""

from __future__ import annotations

import asyncio
import functools
import itertools
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from beacon import project

# As the page has it (web/static/conversation.js), in seconds. There the child writes again by hand;
# here the same message is sent again, with its key, so that it can be counted.
PATIENCE = 5.0
PAUSE = 3.0
# From one message of a child to its next.
THINK = 6.0
COUNTRIES = ("PT", "BG", "FR", "DE", "PL", "SE", "HR", "RO", "NL", "IT")
WORDS = (
    "what is sexting",
    "how do i tell my mum",
    "somebody asks me for a picture",
    "where can i get help",
    "is it my fault",
    "what does consent mean",
)
CRY = "i dont want to live any more"


@dataclass
class Message:
    """One message: when it was first sent, when answered; `failures` are times of trouble seen."""

    key: str
    sent: float
    answered: float | None = None
    failures: list[float] = field(default_factory=list)
    numbers_only: bool = False

    @property
    def helped_after(self) -> float:
        """Seconds until its child had the answer, or numbers to call from the page itself.

        The page shows the numbers that it carries as soon as it notices trouble, which is at an
        error or after PATIENCE without an answer (tests/browser/test_server_down.py).
        """
        return min(filter(None, (self.answered, *self.failures))) - self.sent


@dataclass
class Child:
    """One child's page; `number` is no other child's, and begins the keys of its messages."""

    url: str
    number: int
    country: str
    session: aiohttp.ClientSession
    conversation: str = ""
    messages: list[Message] = field(default_factory=list)
    crossed: list[str] = field(default_factory=list)
    forgotten: int = 0
    _counted: itertools.count[int] = field(default_factory=itertools.count)

    async def begin(self) -> Message:
        """Starts a chat and says the country, as the page does; gives the start, like a message."""
        start = Message("", time.monotonic())
        while not self.conversation:
            status, answer = await self._post("/chat/start", {})
            if status == 200:
                start.answered = time.monotonic()
                self.conversation = answer["conversation"]
            else:
                start.failures.append(time.monotonic())
                await asyncio.sleep(PAUSE)
        await self.say({"country": self.country})
        return start

    async def say(self, content: dict[str, Any]) -> list[dict[str, Any]]:
        """Says it until it is answered; the page shows its own numbers in between."""
        message = Message(f"{self.number}-{next(self._counted)}", time.monotonic())
        self.messages.append(message)
        while True:
            body = {"conversation": self.conversation, "key": message.key, **content}
            status, answer = await self._post("/chat/message", body)
            if status == 200:
                message.answered = time.monotonic()
                self.look_at(message, answer["messages"])
                return list(answer["messages"])
            if status == 404:
                self.forgotten += 1
                return []
            message.failures.append(time.monotonic())
            await asyncio.sleep(PAUSE)

    async def chat(self, until: asyncio.Event, first: float) -> None:
        """Writes one thing after the other, and once more when all is over.

        Not every child begins with the same words: so somebody asks for help at any time.
        """
        await asyncio.sleep(first)
        for turn in itertools.count(self.number):
            await self.say({"text": WORDS[turn % len(WORDS)]})
            if until.is_set():
                return
            await asyncio.wait([asyncio.ensure_future(until.wait())], timeout=THINK)

    def look_at(self, message: Message, replies: Sequence[dict[str, Any]]) -> None:
        for reply in replies:
            shown = reply["help"]
            if shown and shown["country"] not in (self.country, None):
                self.crossed.append(f"{self.country} was shown {shown['country']}")
            if shown and (foreign := _numbers(shown) - numbers_for(self.country)):
                self.crossed.append(f"{self.country} was shown {foreign}")
        message.numbers_only = any("not working right now" in _words(reply) for reply in replies)

    async def _post(self, path: str, body: dict[str, Any]) -> tuple[int, Any]:
        headers = {"X-Beacon-Chat": self.conversation} if self.conversation else {}
        try:
            async with self.session.post(self.url + path, json=body, headers=headers) as answer:
                return answer.status, await answer.json() if answer.status == 200 else None
        except (TimeoutError, aiohttp.ClientError, OSError):
            return 0, None


@functools.cache
def numbers_for(country: str) -> frozenset[str]:
    """What a child there may dial by the register as it stands, across borders included."""
    register = project.register()
    places = (register.countries[country], register.international)
    services = (number for each in places for one in each.services for number in one.dial)
    return frozenset((*services, *(number for each in places for number in each.emergency.dial)))


def _numbers(shown: Mapping[str, Any]) -> set[str]:
    emergency = shown.get("emergency") or {}
    dialled = (number for card in shown.get("cards") or () for number in card.get("dial") or ())
    return {*dialled, *(emergency.get("dial") or ())}


def _words(reply: dict[str, Any]) -> str:
    shown = reply["help"] or {}
    return " ".join([*reply["before"], shown.get("introduction") or ""])


@dataclass(frozen=True)
class Seen:
    """What a hundred children saw during a fault; times are in seconds."""

    fault: str
    messages: int
    failed: int
    trouble: float
    slowest: float
    numbers_only: int
    lost: int
    doubled: int
    crossed: int
    forgotten: int

    @property
    def is_safe(self) -> bool:
        """Whether nothing was lost, doubled or shown to the wrong child."""
        return not (self.lost or self.doubled or self.crossed or self.forgotten)


class Crowd:
    """Children who chat at the same time."""

    def __init__(self, url: str, size: int = 100) -> None:
        self._url = url
        self._size = size
        self.children: list[Child] = []
        self._over = asyncio.Event()
        self._chats: list[asyncio.Task[None]] = []
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Crowd:
        connector = aiohttp.TCPConnector(limit=0)
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        self._session = aiohttp.ClientSession(connector=connector, timeout=timeout)
        self.children = [
            Child(self._url, n, COUNTRIES[n % len(COUNTRIES)], self._session)
            for n in range(self._size)
        ]
        for start in range(0, self._size, 10):
            await asyncio.gather(*(c.begin() for c in self.children[start : start + 10]))
        self._chats = [
            asyncio.create_task(child.chat(self._over, THINK * number / self._size))
            for number, child in enumerate(self.children)
        ]
        return self

    async def __aexit__(self, *error: object) -> None:
        for chat in self._chats:
            chat.cancel()
        await asyncio.gather(*self._chats, return_exceptions=True)
        if self._session:
            await self._session.close()

    def newcomer(self, country: str = "PT") -> Child:
        """One more child."""
        assert self._session
        child = Child(self._url, len(self.children), country, self._session)
        self.children.append(child)
        return child

    async def finish(self) -> None:
        """Lets every child say one more thing and stop."""
        self._over.set()
        newcomers = self.children[self._size :]
        last = (child.say({"text": WORDS[0]}) for child in newcomers if child.conversation)
        await asyncio.gather(*self._chats, *last)

    def seen(
        self,
        fault: str,
        since: float,
        kept: dict[str, list[str]],
        countries: dict[str, str | None],
    ) -> Seen:
        """What was seen from `since` (steady clock) on.

        `kept` are the keys that the database has of each conversation, `countries` what it has of
        the child's.
        """
        messages = [m for child in self.children for m in child.messages if m.sent >= since - THINK]
        troubles = [time for m in messages for time in m.failures]
        ends = [m.answered for m in messages if m.failures and m.answered]
        answered = [m.answered - m.sent for m in messages if m.answered]
        return Seen(
            fault=fault,
            messages=len(messages),
            failed=sum(bool(m.failures) for m in messages),
            trouble=max(ends) - min(troubles) if troubles and ends else 0.0,
            slowest=max(answered, default=0.0),
            numbers_only=sum(m.numbers_only for m in messages),
            lost=sum(
                len(_lost(child, kept.get(child.conversation, []))) for child in self.children
            ),
            doubled=sum(len(keys) - len(set(keys)) for keys in kept.values()),
            crossed=sum(
                len(child.crossed) + len(_foreign(child, kept.get(child.conversation, [])))
                for child in self.children
            ),
            forgotten=sum(
                child.forgotten + _is_forgotten(child, countries) for child in self.children
            ),
        )


def _is_forgotten(child: Child, countries: dict[str, str | None]) -> bool:
    """Whether the country is gone that the child said first, and was heard to say."""
    is_said = any(m.answered and not m.numbers_only for m in child.messages[:1])
    return is_said and countries.get(child.conversation, child.country) != child.country


def _foreign(child: Child, keys: list[str]) -> set[str]:
    """What is kept in the child's chat and was never said by it."""
    return set(keys) - {m.key for m in child.messages}


def _lost(child: Child, keys: list[str]) -> set[str]:
    """What the bot answered but did not keep; numbers from the channel itself promise nothing."""
    answered = {m.key for m in child.messages if m.answered and not m.numbers_only}
    return answered - set(keys)
