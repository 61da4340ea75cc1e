"""The tracker store that forgets: in memory only, for half an hour, and not without bound."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Iterable
from typing import Any, Protocol, cast

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Restarted
from rasa.shared.core.trackers import DialogueStateTracker

from beacon.cluster.conversations import MINUTES
from beacon.rasa.stores.quick_tracker import quicken

MOST_CONVERSATIONS = 10_000


class ForgettingTrackerStore(TrackerStore):
    """Keeps the trackers themselves: a long chat is read as fast as a short one.

    A conversation is gone `minutes` after its last message, whether anybody asks for it or not,
    and the longest quiet one goes when there are more than `conversations`.
    """

    def __init__(
        self,
        domain: Domain,
        event_broker: EventBroker | None = None,
        minutes: float = MINUTES,
        conversations: int = MOST_CONVERSATIONS,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker, **kwargs)
        self._seconds = float(minutes) * 60
        self._most = int(conversations)
        self._trackers: OrderedDict[str, DialogueStateTracker] = OrderedDict()
        self._ends: dict[str, asyncio.TimerHandle] = {}

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keeps the tracker and begins its half hour anew."""
        quicken(tracker)
        keep_what_the_door_let_pass(tracker)
        begins_anew(tracker)
        await self.stream_events(tracker)
        sender = tracker.sender_id
        self._trackers[sender] = tracker
        self._trackers.move_to_end(sender)
        self._set_end(sender)
        while len(self._trackers) > self._most:
            self._drop(next(iter(self._trackers)))

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker of that conversation, if it is not over."""
        return self._trackers.get(sender_id)

    def go_on(self, sender: str) -> None:
        """Begins the half hour of a conversation anew in which nothing is said to the bot."""
        if sender in self._trackers:
            self._set_end(sender)

    async def keys(self) -> Iterable[str]:
        """The conversations that are not over."""
        return list(self._trackers)

    async def forget(self, sender: str) -> None:
        """Drops all that is kept of a conversation."""
        self._drop(sender)

    def _drop(self, sender: str) -> None:
        self._trackers.pop(sender, None)
        end = self._ends.pop(sender, None)
        if end:
            end.cancel()

    def _set_end(self, sender: str) -> None:
        earlier = self._ends.get(sender)
        if earlier:
            earlier.cancel()
        loop = asyncio.get_running_loop()
        self._ends[sender] = loop.call_later(self._seconds, self._drop, sender)


def keep_what_the_door_let_pass(tracker: DialogueStateTracker) -> None:
    """Rasa's API and shell hand over raw text; the door in the pipeline left a clean one."""
    latest = tracker.latest_message
    if latest and latest.text and latest.parse_data:
        latest.text = latest.parse_data.get("text") or latest.text


def begins_anew(tracker: DialogueStateTracker) -> bool:
    """ "Start again" means it: the words before are gone, not only out of sight.

    Whether there were any.
    """
    events = list(tracker.events)
    restarts = [number for number, event in enumerate(events) if isinstance(event, Restarted)]
    if not restarts or restarts[-1] == 0:
        return False
    tracker.events = deque(events[restarts[-1] :], maxlen=tracker.events.maxlen)
    return True


class Forgetful(Protocol):
    """A store that can drop a conversation."""

    async def forget(self, sender: str) -> None: ...


def go_on(store: TrackerStore, sender: str) -> None:
    """A conversation goes on past the bot; a store that asks the database learns it there."""
    inner = _unwrapped(store)
    if hasattr(inner, "go_on"):
        inner.go_on(sender)


def break_off(store: TrackerStore, sender: str) -> None:
    """Takes back what a turn has left that ended in its middle, where the store can."""
    inner = _unwrapped(store)
    if hasattr(inner, "break_off"):
        inner.break_off(sender)


async def forget(store: TrackerStore, sender: str) -> None:
    """Drops a conversation now, where the store can."""
    inner = _unwrapped(store)
    if hasattr(inner, "forget"):
        await cast(Forgetful, inner).forget(sender)


async def finish(store: TrackerStore) -> None:
    """Stores what still waits, before the server stops, where the store can."""
    inner = _unwrapped(store)
    if hasattr(inner, "finish"):
        await inner.finish()


def _unwrapped(store: TrackerStore) -> Any:
    """The store itself, where Rasa has wrapped it."""
    return getattr(store, "_tracker_store", store)
