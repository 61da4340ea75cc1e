"""What the operator may count, for Prometheus: numbers and durations in sum over all children.

No words, ids, numbers to dial or countries, and no time but that of the operator's own scraping.
"""

from __future__ import annotations

import itertools
import logging
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    disable_created_metrics,
    start_http_server,
)

from beacon import file_hash
from beacon.levels import Risk
from beacon.register.model import Register
from beacon.register.report import FRESH_FOR

logger = logging.getLogger(__name__)

PORT, HOST = "BEACON_METRICS_PORT", "BEACON_METRICS_HOST"

CHANNELS = ("rest", "web", "classroom")
UNREAD = "unread"
RISKS = (*(level.name for level in Risk), UNREAD)
# The phrases of the answer book that stand where no answer could be given.
LAST_RESORT_REASONS = ("service_down", "too_fast", "hand_over_not_sent")
LOOK_UP = "action_find_help"
# As the folders are named, see beacon.parts.
DATA = ("answers", "helplines", "risk")
# Seconds.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)

# They would tell when something happened to one child.
disable_created_metrics()  # type: ignore[no-untyped-call]
REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)

MESSAGES = Counter(
    "beacon_messages",
    "Messages by channel and by the risk that was understood in them",
    ["channel", "risk"],
    registry=REGISTRY,
)
TURN_SECONDS = Histogram(
    "beacon_turn_seconds",
    "From the door to the reply, without messages that came too fast",
    ["channel"],
    buckets=BUCKETS,
    registry=REGISTRY,
)
EMERGENCIES_UNDERSTOOD = Counter(
    "beacon_emergencies_understood",
    "Turns in which an emergency was understood",
    registry=REGISTRY,
)
EMERGENCIES_ANSWERED = Counter(
    "beacon_emergencies_answered",
    "Those of them whose reply has an emergency number in its words",
    registry=REGISTRY,
)
PASSED_ON = Counter(
    "beacon_messages_passed_on",
    "Messages that went past the bot to the person who has the chat",
    ["risk"],
    registry=REGISTRY,
)
LAST_RESORTS = Counter(
    "beacon_last_resorts",
    "Numbers said in place of an answer, by reason",
    ["reason"],
    registry=REGISTRY,
)
LOOK_UPS = Counter(
    "beacon_look_ups",
    "Turns that ask the action server for help services",
    ["result"],
    registry=REGISTRY,
)
HAND_OVERS = Counter(
    "beacon_hand_overs",
    "Hand-overs to a person that children agreed to, and what became of them",
    ["step"],
    registry=REGISTRY,
)
STORE_FAILURES = Counter(
    "beacon_store_failures",
    "How often a store or the staff's application was found away; it is asked every few seconds",
    ["store"],
    registry=REGISTRY,
)
GIVEN_UP = Counter(
    "beacon_chats_given_up",
    "Chats that left memory unstored: too many waited for the database",
    registry=REGISTRY,
)
RELOADS = Counter(
    "beacon_reloads",
    "Changed folders of data that were taken up or refused while the server runs",
    ["kind", "result"],
    registry=REGISTRY,
)
OLDEST_CHECK = Gauge(
    "beacon_register_oldest_check_days",
    "Age of the oldest check among the emergency numbers and the services that are shown",
    registry=REGISTRY,
)
STALE = Gauge(
    "beacon_register_stale_services",
    f"Emergency numbers and services that are shown, checked over {FRESH_FOR.days} days ago",
    registry=REGISTRY,
)
MODEL = Info("beacon_model", "The model file as it was at the start", registry=REGISTRY)

Replies = Sequence[Mapping[str, Any]]


@dataclass
class Turn:
    """One message on its way from the door to the reply; `risk` is None until it is understood."""

    channel: str
    began: float = field(default_factory=time.perf_counter)
    risk: Risk | None = None
    looks_up: bool = False
    last_resort: str = ""

    def understood(self, risk: Risk, action: str) -> None:
        """The first prediction of the turn counts: what was understood, and what is done first."""
        if self.risk is not None:
            return
        self.risk, self.looks_up = risk, action == LOOK_UP
        if risk is Risk.emergency:
            EMERGENCIES_UNDERSTOOD.inc()

    def replied(self, replies: Replies, register: Register) -> None:
        """The reply is ready to be sent."""
        if self.risk is Risk.emergency and has_emergency_number(replies, register):
            EMERGENCIES_ANSWERED.inc()

    def count(self) -> None:
        """The turn is over, however it ended."""
        MESSAGES.labels(self.channel, self.risk.name if self.risk is not None else UNREAD).inc()
        if self.last_resort != "too_fast":
            TURN_SECONDS.labels(self.channel).observe(time.perf_counter() - self.began)
        if self.looks_up:
            LOOK_UPS.labels("failed" if self.last_resort else "answered").inc()


_TURN: ContextVar[Turn | None] = ContextVar("turn", default=None)


@contextmanager
def measured_turn(channel: str) -> Iterator[Turn]:
    """Counts and times what happens inside as one turn, in every task that begins there."""
    turn = Turn(channel)
    token = _TURN.set(turn)
    try:
        yield turn
    finally:
        _TURN.reset(token)
        turn.count()


def this_turn() -> Turn | None:
    """The turn that is measured here; None for what did not come by one of our channels."""
    return _TURN.get()


def last_resort(reason: str) -> None:
    """Numbers are said in place of an answer; `reason` is the name of the phrase."""
    LAST_RESORTS.labels(reason).inc()
    if turn := _TURN.get():
        turn.last_resort = reason


def has_emergency_number(replies: Replies, register: Register) -> bool:
    """Whether the words of the replies hold an emergency number of any country as a whole."""
    countries = register.all_countries()
    numbers = {number for country in countries for number in country.emergency.dial}
    pattern = rf"(?<![\d+])(?<!\d[ -])(?:{'|'.join(sorted(numbers))})(?![ -]?\d)"
    return any(re.search(pattern, reply.get("text") or "") for reply in replies)


def serve(register: Callable[[], Register], model: Path | None) -> None:
    """Answers `/metrics` on a port of its own, where BEACON_METRICS_PORT is set.

    A port that can't be had is logged, no more: the bot is worth more than its metrics.
    """
    port = os.environ.get(PORT)
    if not port:
        return
    watch_register(register)
    try:
        if model:
            MODEL.info({"sha256": file_hash.of(model)})
        start_http_server(int(port), os.environ.get(HOST) or "127.0.0.1", REGISTRY)
    except (OSError, OverflowError, ValueError) as error:
        logger.error("No metrics on port %s: %s", port, error)


def watch_register(register: Callable[[], Register]) -> None:
    """The gauges of the register look into it whenever somebody asks."""
    OLDEST_CHECK.set_function(lambda: max(_ages(register()), default=0))
    STALE.set_function(lambda: sum(age > FRESH_FOR.days for age in _ages(register())))


def _ages(register: Register) -> list[int]:
    """Days since each emergency number and each service that is shown was checked."""
    countries = register.all_countries()
    checked = [one.checked for country in countries for one in country.services]
    checked += [country.emergency.checked for country in countries]
    return [(date.today() - day).days for day in checked]


def _begin_at_zero() -> None:
    """A counter that is not there before its first event hides that event from an alert."""
    for metric, *labels in (
        (MESSAGES, CHANNELS, RISKS),
        (TURN_SECONDS, CHANNELS),
        (PASSED_ON, RISKS[:-1]),
        (LAST_RESORTS, LAST_RESORT_REASONS),
        (LOOK_UPS, ("answered", "failed")),
        (HAND_OVERS, ("asked", "stored", "failed")),
        (STORE_FAILURES, ("database", "redis", "staff")),
        (RELOADS, DATA, ("loaded", "refused")),
    ):
        for values in itertools.product(*labels):
            metric.labels(*values)


_begin_at_zero()
