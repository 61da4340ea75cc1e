"""The tracker store that forgets: in memory only, for half an hour, and not without bound."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Iterable
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Restarted
from rasa.shared.core.trackers import DialogueStateTracker

from beacon.cluster.conversations import MINUTES
from beacon.rasa.stores.chat_store import ChatStore
from beacon.rasa.stores.quick_tracker import quicken
from beacon.understanding.parse_keys import TEXT

MOST_CONVERSATIONS = 10_000


class ForgettingTrackerStore(TrackerStore, ChatStore):
    """Keeps the trackers themselves: a long chat is read as fast as a short one.

    A conversation is gone `minutes` after its last message, whether anybody asks for it or not.
    When there are more than `conversations`, the one that has been quiet longest goes.
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
        """Begins the half hour of a conversation anew, though nothing was said to the bot."""
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
    """Puts the text that the door in the pipeline has cleaned in the place of the raw one.

    Rasa's API and its shell hand over the raw text.
    """
    latest = tracker.latest_message
    if latest and latest.text and latest.parse_data:
        latest.text = latest.parse_data.get(TEXT) or latest.text


def begins_anew(tracker: DialogueStateTracker) -> bool:
    """Drops all events before the latest restart; says whether there were any.

    Rasa only ignores them. A child who says "start again" should leave no words behind.
    """
    events = list(tracker.events)
    restarts = [number for number, event in enumerate(events) if isinstance(event, Restarted)]
    if not restarts or restarts[-1] == 0:
        return False
    tracker.events = deque(events[restarts[-1] :], maxlen=tracker.events.maxlen)
    return True
