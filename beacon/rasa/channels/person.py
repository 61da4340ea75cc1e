"""Conversations that a person has taken over, or may: what is written goes both ways by here."""

from __future__ import annotations

import asyncio
import hashlib
import time
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from beacon.answers.hand_over import DECLINED, FAILED, STORED
from beacon.cluster.absence import Absence
from beacon.handover.client import (
    OVER,
    TALKING,
    WAITING,
    StaffUnreachableError,
    TalkIsOverError,
)
from beacon.handover.staff import Staff
from beacon.levels import Risk

# How long the staff's application may be away before the child is told, in seconds.
LONGEST_SILENCE = 30.0
# How long a waiting child's messages go to the bot unasked once it did not answer, in seconds.
REST = 5.0
# How often, and how many seconds apart, what is told to the bot is sent on until it arrives.
TRIES, PAUSE = 6, 5.0
# What the staff's application takes at once, in characters.
LONGEST = 4000
# Those of pages that vanished without a word stay until as many newer ones have come.
MOST_TALKS = 10_000
# After any message that there is.
LATEST = 10**15
# Of a talk that another server began, until the staff's application has said how it stands.
UNKNOWN = ""
# What the bot says when the child has decided.
OUTCOMES = (STORED, FAILED, DECLINED)

Body = dict[str, Any]


@dataclass
class Talk:
    """A hand-over as the child's page knows it."""

    key: str
    may_read: bool
    live: str = WAITING
    heard: float = field(default_factory=time.monotonic)
    was_warned: bool = False


class Persons:
    """The hand-overs of this server, by conversation."""

    def __init__(self, staff: Staff, pause: float = PAUSE) -> None:
        self._staff = staff
        self._pause = pause
        self._talks: dict[str, Talk] = {}
        self._over: dict[str, None] = {}
        self._absence = Absence("staff", REST)

    def note(self, conversation: str, replies: Sequence[Mapping[str, Any]]) -> bool:
        """Whether the child has decided with these replies, and what becomes of the talk then.

        Where the hand-over is stored the talk begins, or goes on as the child allows it now. Where
        it could not be stored, or the child wants none, nobody is to come of an earlier one either.
        """
        decided = [reply for reply in replies if reply.get("answer") in OUTCOMES]
        for reply in decided:
            if reply["answer"] == STORED:
                self._over.pop(reply["facts"]["hand_over"], None)
                self._take_up(conversation, reply["facts"], WAITING)
            else:
                self.end(conversation)
        return bool(decided)

    def state(self, conversation: str) -> str | None:
        """`waiting` or `talking`; None where no person is asked for, or that is not known."""
        talk = self._talks.get(conversation)
        return talk.live or None if talk else None

    def recall(self, conversation: str, said: Iterable[Mapping[str, Any]]) -> None:
        """Takes up what was decided at another server; how it stands, `refresh` or `updates` asks.

        `said` is what the bot said, the latest last.
        """
        decided = [about for about in said if about.get("answer") in OUTCOMES]
        if not decided:
            return
        latest, talk = decided[-1], self._talks.get(conversation)
        if latest["answer"] == STORED:
            if latest["facts"]["hand_over"] not in self._over:
                self._take_up(conversation, latest["facts"], UNKNOWN)
        elif talk:
            self._close(conversation, talk)

    def _take_up(self, conversation: str, facts: Mapping[str, str], live: str) -> None:
        key, may_read = facts["hand_over"], facts["may_read"] == "yes"
        talk = self._talks.get(conversation)
        if talk is None or talk.key != key:
            talk = self._talks[conversation] = Talk(key, may_read, live)
        talk.may_read = may_read
        talk.live = talk.live or live
        while len(self._talks) > MOST_TALKS:
            del self._talks[next(iter(self._talks))]

    async def updates(self, conversation: str, after: int) -> Body:
        """{"live", "ended", "service", "messages"} since the message `after`.

        When the application stays away too long the talk is over, `ended` says "unreachable".
        """
        talk = self._talks.get(conversation)
        if talk is None:
            return {"live": OVER, "ended": "", "service": "", "messages": []}
        try:
            news = await self._staff.client.updates(talk.key, after)
        except TalkIsOverError:
            news = _lost()
        except StaffUnreachableError:
            news = _lost() if self._is_too_long(talk) else _nothing_new(talk)
        else:
            talk.heard, talk.live = time.monotonic(), news["live"]
        if news["live"] == OVER:
            self._close(conversation, talk)
        return news

    async def refresh(self, conversation: str) -> str | None:
        """The state, asked anew where the child still waits: somebody may have taken it just now.

        Only `updates`, which has the page told, finds that a talk for which the child waits here is
        over. An application that did not answer just now is not asked: no child waits for it with
        every message.
        """
        talk = self._talks.get(conversation)
        if talk and talk.live != TALKING and not self._absence.lasts:
            try:
                live = (await self._staff.client.updates(talk.key, LATEST))["live"]
            except TalkIsOverError:
                live = OVER
            except StaffUnreachableError as error:
                self._absence.begin(error)
                return self.state(conversation)
            if live == OVER and talk.live == UNKNOWN:
                self._close(conversation, talk)
            talk.live = TALKING if live == TALKING else WAITING
        return self.state(conversation)

    async def say(
        self, conversation: str, text: str, risk: str, message_key: str | None = None
    ) -> bool:
        """Whether what the child wrote has reached the staff's application.

        What is sent a second time, with the same key, stands there once.
        """
        talk = self._talks.get(conversation)
        if talk is None:
            return False
        key = _key_of(talk, message_key or uuid.uuid4().hex)
        message = {"key": key, "text": text[:LONGEST], "risk": risk}
        try:
            await self._staff.client.say(talk.key, message)
        except StaffUnreachableError:
            return False
        except TalkIsOverError:
            # It ended by another server: the bot answers again, and `updates` has the page told.
            talk.live = WAITING
            return False
        return True

    async def follow(self, conversation: str, text: str, risk: str, message_key: str) -> None:
        """Sends on what a waiting child told the bot: the words where they may be read.

        Where they may not, only how much danger is in them, if there is any.
        """
        for _ in range(TRIES):
            talk = self._talks.get(conversation)
            words = text.strip() if talk and talk.may_read else ""
            if talk is None or not (words or Risk.of(risk)):
                return
            if await self.say(conversation, words, risk, message_key):
                return
            await asyncio.sleep(self._pause)

    def warns(self, conversation: str) -> bool:
        """Whether danger is named for the first time in this talk."""
        talk = self._talks.get(conversation)
        if talk is None or talk.was_warned:
            return False
        talk.was_warned = True
        return True

    def end(self, conversation: str) -> bool:
        """The child ends it, or has left; whether there was something to end."""
        talk = self._talks.get(conversation)
        if talk:
            self._close(conversation, talk)
            self._staff.withdraw(talk.key)
        return talk is not None

    def _close(self, conversation: str, talk: Talk) -> None:
        """The talk is over; one that the child has begun since goes on."""
        if self._talks.get(conversation) is talk:
            del self._talks[conversation]
        self._over[talk.key] = None
        while len(self._over) > MOST_TALKS:
            del self._over[next(iter(self._over))]

    @staticmethod
    def _is_too_long(talk: Talk) -> bool:
        return time.monotonic() - talk.heard > LONGEST_SILENCE


def _key_of(talk: Talk, message_key: str) -> str:
    return hashlib.sha256(f"{talk.key} {message_key}".encode()).hexdigest()[:32]


def _lost() -> Body:
    return {"live": OVER, "ended": "unreachable", "service": "", "messages": []}


def _nothing_new(talk: Talk) -> Body:
    # A page that asks believes that the talk goes on.
    return {"live": talk.live or WAITING, "ended": "", "service": "", "messages": []}
