"""The tracker store of several servers: conversations in PostgreSQL, those at hand in memory."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
    deserialise_events,
)
from rasa.shared.core.trackers import DialogueStateTracker

from beacon import metrics, project
from beacon.cluster.conversations import (
    MINUTES,
    ConversationLockedError,
    Stored,
    StoredConversations,
)
from beacon.cluster.database import DatabaseAwayError, StatementRefusedError, once_more
from beacon.cluster.turns import Turns
from beacon.rasa.stores.chat_store import ChatStore
from beacon.rasa.stores.kept import KeptEvents
from beacon.rasa.stores.quick_tracker import quicken
from beacon.rasa.stores.trackers import begins_anew, keep_what_the_door_let_pass

logger = logging.getLogger(__name__)

MOST_CONVERSATIONS = 5_000
PURGE_SECONDS = 60.0
# How often it is tried to store what came while the database was away.
LATE_SECONDS = 5.0
# How long a server that stops tries that, and how often.
STOP_SECONDS = 4.0
STOP_PAUSE = 0.25
# What the database has need not stay in memory longer.
AT_HAND_MINUTES = 5.0


@dataclass
class _Known:
    """A tracker in memory: how many of its events the database has, and at which version.

    Without a version nothing of it has reached the database yet. With `anew` what the database
    has of it must go first. `late` is what could not be stored when its turn was over. `whole` are
    the events of turns that came to their end.
    """

    tracker: DialogueStateTracker
    stored: int = 0
    version: int | None = None
    anew: bool = False
    late: bool = False
    whole: int = 0
    used: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        quicken(self.tracker)
        self.tracker.known = self

    def is_waiting(self) -> bool:
        """Whether the database lacks something of it."""
        return self.version is None or self.stored < len(self.tracker.events)

    def unstored(self) -> list[Event]:
        """The events that the database lacks."""
        return list(self.tracker.events)[self.stored :]

    def unstored_whole(self) -> list[Event]:
        """Those of them whose turn came to its end."""
        return list(self.tracker.events)[self.stored : self.whole]


class SharedTrackerStore(TrackerStore, ChatStore):
    """A chat is read from the database only when another server had it last.

    While the database is away, the chats go on from memory; what was said meanwhile is stored as
    soon as it is back.
    """

    def __init__(
        self,
        domain: Domain,
        event_broker: EventBroker | None = None,
        conversations: int = MOST_CONVERSATIONS,
        stored: StoredConversations | None = None,
        turns: Turns | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker, **kwargs)
        self._stored = stored or project.stored_conversations()
        self._turns = turns or project.turns()
        self._kept = KeptEvents(project.door, lambda: project.follow_ups().by_name)
        self._most = int(conversations)
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._unended: dict[str, None] = {}
        self._gives_up = False
        self._keeping: asyncio.Task[None] | None = None
        self._begin_to_keep()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker as the server that had the chat last left it."""
        known = self._known.get(sender_id)
        if sender_id in self._unended:
            return None
        try:
            state = await self._stored.state(sender_id)
            if state is None or state.ended:
                return self._without_record(sender_id, known, bool(state))
            if known and known.version == state.version:
                return known.tracker
            stored = await self._stored.load(sender_id)
        except DatabaseAwayError:
            return known.tracker if known else None
        return self._take_over(sender_id, stored, known) if stored else None

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Stores what is new in the tracker."""
        # Rasa saves a chat as it makes it: nothing has happened in it yet.
        if tracker.sender_id in self._unended or not tracker.events:
            return
        quicken(tracker)
        keep_what_the_door_let_pass(tracker)
        begins = begins_anew(tracker)
        await self.stream_events(tracker)
        known = self._remember(tracker)
        known.whole = len(tracker.events)
        if begins:
            known.stored, known.anew = 0, True
        try:
            await self._store(known)
        except DatabaseAwayError:
            logger.warning("A turn waits in memory for the database")
            self._note_late(tracker.sender_id)
        except asyncio.CancelledError:
            # Whoever waited has left; a copy of the message would be told what this one was told.
            self._note_late(tracker.sender_id)
            raise
        except Exception as error:
            # Rasa would log the error's words, and keep the chat in a memory without an end.
            logger.error("A turn could not be stored: %s", type(error).__name__)
        self._begin_to_keep()

    async def keys(self) -> Iterable[str]:
        """The conversations that this server has in memory; the database knows only digests."""
        return list(self._known)

    async def forget(self, sender: str) -> None:
        """Drops all that is kept of a conversation, here and in the database."""
        self._known.pop(sender, None)
        try:
            await self._stored.end(sender)
            self._unended.pop(sender, None)
        except DatabaseAwayError:
            logger.warning("An ended chat stays in the database until that is back")
            self._unended[sender] = None
            while len(self._unended) > self._most:
                del self._unended[next(iter(self._unended))]

    def break_off(self, sender: str) -> None:
        """Takes back what a turn that was broken off has left: its message may come again."""
        known = self._known.get(sender)
        if known is None or len(known.tracker.events) <= known.whole:
            return
        events = list(known.tracker.events)[: known.whole]
        tracker = self._played(sender, known.tracker.current_slot_values(), events)
        stored = known.stored + len(tracker.events) - known.whole
        self._known[sender] = replace(
            known, tracker=tracker, stored=stored, whole=len(tracker.events)
        )

    @once_more
    async def _store(self, known: _Known) -> None:
        if known.version is None and not known.anew:
            known = await self._with_what_is_stored(known)
        anew = known.anew or known.version is None
        if not (anew or known.is_waiting()):
            known.late = False
            return
        sender, tracker = known.tracker.sender_id, known.tracker
        events = [self._kept.of(event.as_dict()) for event in known.unstored()]
        if anew:
            await self._stored.begin_anew(sender)
        after = None if anew else known.version
        slots = self._kept.slots(tracker.current_slot_values())
        version = await self._stored.append(sender, slots, events, after)
        if version is None:
            await self._store_on_top(known)
            return
        # While that was under way, another message of the chat may have begun.
        known.version = version
        known.stored += len(events)
        known.anew = known.late = False

    async def _store_on_top(self, known: _Known) -> None:
        """The child has left; or another server had the chat meanwhile, for the lock was lost."""
        sender = known.tracker.sender_id
        stored = await self._stored.load(sender)
        if stored is None:
            self._known.pop(sender, None)
            return
        self._take_over(sender, stored, known)
        await self._store(self._known[sender])

    async def _with_what_is_stored(self, known: _Known) -> _Known:
        """A chat that comes to this server while the database is away begins without its past."""
        sender = known.tracker.sender_id
        if stored := await self._stored.load(sender):
            self._take_over(sender, stored, known)
            return self._known[sender]
        return known

    def _remember(self, tracker: DialogueStateTracker) -> _Known:
        """What is known of the tracker, also where a reader has put another in its place since.

        Somebody may read the chat in the middle of a turn, and without its lock.
        """
        known: _Known | None = tracker.known
        if known is None or known.tracker is not tracker:
            known = _Known(tracker)
        known.used = time.monotonic()
        self._keep_at_hand(known)
        return known

    def _keep_at_hand(self, known: _Known) -> None:
        """The longest quiet leave for it; those that the database lacks only after all others."""
        sender = known.tracker.sender_id
        self._known[sender] = known
        self._known.move_to_end(sender)
        while len(self._known) > self._most:
            others = islice(self._known.items(), len(self._known) - 1)
            stored = (other for other, its in others if not its.is_waiting())
            left = self._known.pop(next(stored, next(iter(self._known))))
            self._note_left(left)

    def _note_left(self, known: _Known) -> None:
        """What the database lacks is counted as it leaves memory, and logged once in a row."""
        gives_up, self._gives_up = self._gives_up, known.is_waiting()
        if self._gives_up:
            metrics.GIVEN_UP.inc()
            if not gives_up:
                logger.error("More chats wait for the database than fit: the oldest are given up")

    def _without_record(
        self, sender: str, known: _Known | None, ended: bool
    ) -> DialogueStateTracker | None:
        """What never reached the database, or not all, goes on from memory; else it is over.

        A database that was away for long drops its chats as it comes back: it knows of no use.
        """
        if known and not ended and (known.version is None or known.late):
            known.version, known.stored = None, 0
            return known.tracker
        self._known.pop(sender, None)
        return None

    def _take_over(self, sender: str, stored: Stored, known: _Known | None) -> DialogueStateTracker:
        """The tracker out of the database, and on top what this server could not store.

        A turn under way stays with the tracker that it has: it is put on top at its end.
        """
        tracker = self._played(sender, stored.slots, deserialise_events(stored.events))
        waiting = _not_in(tracker, known.unstored_whole()) if known else []
        late = known is not None and known.late
        taken = _Known(tracker, len(tracker.events), stored.version, late=late)
        tracker.update_with_events(waiting, None, override_timestamp=False)
        taken.whole = len(tracker.events)
        self._keep_at_hand(taken)
        return tracker

    def _played(
        self, sender: str, slots: Mapping[str, Any], events: list[Event]
    ) -> DialogueStateTracker:
        """A tracker as it stands after those events, where they say nothing with those slots.

        One in which nothing has happened stays as it was made: with events, but none that listens,
        Rasa would begin no session, and to no message would a rule apply.
        """
        tracker: DialogueStateTracker = self.init_tracker(sender)
        quicken(tracker)
        if not events:
            return tracker
        before = [SlotSet(name, value) for name, value in slots.items() if value is not None]
        for each in (before, events):
            tracker.update_with_events(each, None, override_timestamp=False)
        return tracker

    def _begin_to_keep(self) -> None:
        """As early as can be: a server that died may have left the last chats."""
        if self._keeping is not None and not self._keeping.done():
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return
        self._keeping = loop.create_task(self._keep())

    async def _keep(self) -> None:
        purged = -PURGE_SECONDS
        while True:
            await asyncio.sleep(LATE_SECONDS)
            await _try(self.end_late)
            await _try(self.store_late)
            if time.monotonic() >= purged + PURGE_SECONDS:
                purged = time.monotonic()
                await _try(self.purge)

    async def finish(self, seconds: float = STOP_SECONDS) -> None:
        """Before the server stops: stores what is late, ends what was left; gives up in time."""
        try:
            await asyncio.wait_for(self._until_nothing_is_late(), seconds)
        except TimeoutError:
            lost = len(self._late())
            logger.error("Chats that could not be stored before the stop: %d", lost)

    async def _until_nothing_is_late(self) -> None:
        while self._late() or self._unended:
            await _try(self.end_late)
            await _try(self.store_late)
            await asyncio.sleep(STOP_PAUSE)

    def _note_late(self, sender: str) -> None:
        if waiting := self._known.get(sender):
            waiting.late = True

    def _late(self) -> list[str]:
        """The chats that wait for the database."""
        return [sender for sender, known in self._known.items() if known.late]

    async def store_late(self) -> None:
        """Stores what came while the database was away: until then only this server has it.

        A chat that cannot be stored, or that another server has, keeps no other one waiting.
        """
        for sender in self._late():
            try:
                async with self._turns.of(sender), self._stored.locked(sender):
                    await self._store_if_late(sender)
            except (StatementRefusedError, ConversationLockedError):
                continue
            except DatabaseAwayError:
                return
            except Exception as error:
                logger.error("A late turn could not be stored: %s", type(error).__name__)

    async def _store_if_late(self, sender: str) -> None:
        """What is late of the chat, on top of what other servers have stored meanwhile."""
        if await self.retrieve(sender) is None:
            return
        known = self._known.get(sender)
        if known and known.late:
            await self._store(known)

    async def purge(self) -> None:
        """Drops what has been quiet too long, here and in the database, and what was ended."""
        now = time.monotonic()
        for sender, known in list(self._known.items()):
            minutes = MINUTES if known.is_waiting() else AT_HAND_MINUTES
            if known.used < now - minutes * 60:
                del self._known[sender]
        await _try(self._stored.purge)

    async def end_late(self) -> None:
        """Ends what was left while the database was away."""
        for sender in list(self._unended):
            await self._stored.end(sender)
            self._unended.pop(sender, None)


async def _try(step: Callable[[], Awaitable[object]]) -> None:
    """Does it; where that fails, the next time comes. The words of an error may quote a chat's."""
    try:
        await step()
    except DatabaseAwayError:
        return
    except Exception as error:
        logger.error("A step of keeping chats has failed: %s", type(error).__name__)


def _not_in(tracker: DialogueStateTracker, waiting: list[Event]) -> list[Event]:
    """Those that the tracker lacks: the database may have had them, and its word of it was lost.

    A message that came to another server too, because no answer of this one came through, has its
    answer from there. A session that began only here would drop the slots of the chat.
    """
    there = {(type(event), event.timestamp) for event in tracker.events}
    answered = {_key(event) for event in tracker.events} - {None}
    missing, is_answered = [], False
    for event in waiting:
        if isinstance(event, UserUttered):
            is_answered = _key(event) in answered
        is_there = (type(event), event.timestamp) in there
        if not (is_answered or is_there or isinstance(event, SessionStarted)):
            missing.append(event)
    return missing


def _key(event: Event) -> str | None:
    """The key of a child's message; None for anything else."""
    return (event.metadata or {}).get("key") if isinstance(event, UserUttered) else None
