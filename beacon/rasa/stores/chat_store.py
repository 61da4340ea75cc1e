"""What our tracker stores do for chats beside what Rasa asks of a tracker store."""

from __future__ import annotations

from rasa.core.tracker_store import FailSafeTrackerStore, TrackerStore


class ChatStore:
    """Does nothing: a tracker store overrides what it can do."""

    def go_on(self, sender: str) -> None:
        """Begins the half hour of a chat anew though nothing was said to the bot.

        A store in the database need not: whoever opens the chat there does it.
        """

    def break_off(self, sender: str) -> None:
        """Takes back what a turn that was broken off has left: its message may come again."""

    async def forget(self, sender: str) -> None:
        """Drops all that is kept of a chat, now."""

    async def finish(self) -> None:
        """Stores what still waits, before the server stops."""


def chats_of(store: TrackerStore) -> ChatStore:
    """The chat store that an agent's tracker store is; one that does nothing where it is none.

    Rasa wraps the store of endpoints.yml, and gives no other access to it than this attribute.
    """
    inner = store._tracker_store if isinstance(store, FailSafeTrackerStore) else store
    return inner if isinstance(inner, ChatStore) else ChatStore()
