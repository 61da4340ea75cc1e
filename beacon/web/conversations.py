"""The chats that are open in browsers: an id for each, and tokens for the buttons it was shown."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Callable

from beacon.cluster.conversations import MINUTES, StoredConversations
from beacon.cluster.database import DatabaseAwayError
from beacon.cluster.seal import Seal

LIFETIME = MINUTES * 60
MOST_CONVERSATIONS = 10_000
# What is not known to be over is believed for so long while the database is away.
LONGEST_CHAT = 12 * 60 * 60.0


class Conversations(ABC):
    """Ids that nobody can guess, and tokens that are good in one conversation only."""

    def __init__(self, seal: Seal) -> None:
        self._seal = seal

    @abstractmethod
    def new(self) -> str:
        """The id of a new conversation."""

    @abstractmethod
    async def knows(self, conversation: str) -> bool:
        """Whether the conversation is open. To ask is to use it."""

    async def open_one(self, given: object) -> str | None:
        """What a client gave, where it is the id of an open conversation."""
        return given if isinstance(given, str) and await self.knows(given) else None

    @abstractmethod
    def forget(self, conversation: str) -> None:
        """Ends the conversation; one that is not known is no error."""

    def offer(self, conversation: str, payload: str) -> str:
        """The token under which a button's payload may come back in this conversation only."""
        return self._seal.token(conversation, payload)

    def payload_of(self, conversation: str, token: str) -> str | None:
        """The payload behind a token of this conversation; None for any other token."""
        return self._seal.payload(conversation, token)


class OwnConversations(Conversations):
    """Those of this server alone: kept in memory, forgotten after `lifetime`.

    `lifetime` is in seconds since the last use, by a steady `clock`. Where there are more than
    `most`, those that were silent longest are forgotten first.
    """

    def __init__(
        self,
        seal: Seal,
        most: int = MOST_CONVERSATIONS,
        lifetime: float = LIFETIME,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(seal)
        self._most = most
        self._lifetime = lifetime
        self._clock = clock
        self._last_use: OrderedDict[str, float] = OrderedDict()

    def new(self) -> str:
        """The id of a new conversation."""
        self._forget_the_silent()
        if len(self._last_use) >= self._most:
            self._last_use.popitem(last=False)
        conversation = self._seal.new_id()
        self._last_use[conversation] = self._clock()
        return conversation

    async def knows(self, conversation: str) -> bool:
        """Whether the conversation is open. To ask is to use it."""
        self._forget_the_silent()
        if conversation not in self._last_use:
            return False
        self._last_use[conversation] = self._clock()
        self._last_use.move_to_end(conversation)
        return True

    def forget(self, conversation: str) -> None:
        """Ends the conversation; one that is not known is no error."""
        self._last_use.pop(conversation, None)

    def __len__(self) -> int:
        return len(self._last_use)

    def _forget_the_silent(self) -> None:
        """The order is that of the last use, so those whose time is up stand first."""
        oldest_allowed = self._clock() - self._lifetime
        while self._last_use and next(iter(self._last_use.values())) <= oldest_allowed:
            self._last_use.popitem(last=False)


class SharedConversations(Conversations):
    """Those of all servers: an id tells itself whether it is ours, the database whether it is over.

    That it is over is written there by the tracker store, which drops what was said. How old an id
    is, the database's clock says: one server may have made it and another be asked.
    """

    def __init__(self, seal: Seal, stored: StoredConversations) -> None:
        super().__init__(seal)
        self._stored = stored

    def new(self) -> str:
        """The id of a new conversation."""
        return self._seal.new_id(self._stored.now())

    async def knows(self, conversation: str) -> bool:
        """Whether the conversation is open; where the database is away, whether it may be.

        To ask is to use it: a talk with a person brings the bot no message for hours.
        """
        made = self._seal.made_at(conversation)
        if made is None:
            return False
        try:
            if state := await self._stored.use(conversation):
                return not state.ended
            # That clock may have jumped: then the chat is over, and not about to begin.
            await self._stored.hear_time()
        except DatabaseAwayError:
            return self._stored.now() - made < LONGEST_CHAT
        # Nothing is kept of it before the first message.
        return self._stored.now() - made < LIFETIME

    def forget(self, conversation: str) -> None:
        """Nothing: the tracker store ends it."""
        del conversation
