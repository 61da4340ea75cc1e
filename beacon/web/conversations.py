"""The chats that are open in browsers, and the button tokens of each."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable

LIFETIME = 30 * 60.0
MOST_CONVERSATIONS = 10_000
MOST_TOKENS = 300


class _Tokens:
    """The payloads that one conversation has been offered, by token."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._payloads: OrderedDict[str, str] = OrderedDict()
        self._tokens: dict[str, str] = {}

    def offer(self, payload: str) -> str:
        """The token of the payload; one that is offered again keeps its token."""
        token = self._tokens.setdefault(payload, secrets.token_urlsafe(12))
        self._payloads[token] = payload
        self._payloads.move_to_end(token)
        if len(self._payloads) > self._most:
            _, oldest = self._payloads.popitem(last=False)
            del self._tokens[oldest]
        return token

    def payload_of(self, token: str) -> str | None:
        """The payload that was offered under the token."""
        return self._payloads.get(token)


class Conversations:
    """Conversations by an id that nobody can guess; kept in memory, forgotten after `lifetime`.

    `lifetime` is in seconds since the last use, by a steady `clock`. Where there are more than
    `most`, those that were silent longest are forgotten first; so are tokens.
    """

    def __init__(
        self,
        most: int = MOST_CONVERSATIONS,
        tokens: int = MOST_TOKENS,
        lifetime: float = LIFETIME,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = most
        self._most_tokens = tokens
        self._lifetime = lifetime
        self._clock = clock
        self._last_use: OrderedDict[str, float] = OrderedDict()
        self._tokens: dict[str, _Tokens] = {}

    def new(self) -> str:
        """The id of a new conversation."""
        self._forget_the_silent()
        if len(self._last_use) >= self._most:
            self.forget(next(iter(self._last_use)))
        conversation = secrets.token_urlsafe(24)
        self._last_use[conversation] = self._clock()
        self._tokens[conversation] = _Tokens(self._most_tokens)
        return conversation

    def knows(self, conversation: str) -> bool:
        """Whether the conversation is open. To ask is to use it."""
        return self._used(conversation) is not None

    def offer(self, conversation: str, payload: str) -> str:
        """The token under which a button's payload may come back in this conversation only.

        For a conversation that has ended meanwhile it is a token that nothing accepts: the words
        beside the button still have to reach the child.
        """
        tokens = self._used(conversation)
        return tokens.offer(payload) if tokens else secrets.token_urlsafe(12)

    def payload_of(self, conversation: str, token: str) -> str | None:
        """The payload behind a token of this conversation; None for any other token."""
        tokens = self._used(conversation)
        return tokens.payload_of(token) if tokens else None

    def forget(self, conversation: str) -> None:
        """Ends the conversation; one that is not known is no error."""
        self._last_use.pop(conversation, None)
        self._tokens.pop(conversation, None)

    def __len__(self) -> int:
        return len(self._last_use)

    def _used(self, conversation: str) -> _Tokens | None:
        self._forget_the_silent()
        if conversation not in self._last_use:
            return None
        self._last_use[conversation] = self._clock()
        self._last_use.move_to_end(conversation)
        return self._tokens[conversation]

    def _forget_the_silent(self) -> None:
        """The order is that of the last use, so those whose time is up stand first."""
        oldest_allowed = self._clock() - self._lifetime
        while self._last_use:
            conversation, used = next(iter(self._last_use.items()))
            if used > oldest_allowed:
                return
            self.forget(conversation)
