"""Ids of conversations and tokens of buttons that every server with the same secret can read.

They are sealed, not stored: authenticated encryption that gives the same token for the same payload
(AES-SIV, RFC 5297), so a token is valid wherever its conversation goes, and nobody can make one up.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import secrets
import struct
import time

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

VARIABLE = "BEACON_CHAT_SECRET"
SHORTEST = 32
LONGEST_SEALED = 2000
_RANDOM = 12


class WeakSecretError(Exception):
    """The secret is too short to keep anything."""


class Seal:
    """Makes and reads ids and tokens. Raises WeakSecretError for a secret under 32 characters."""

    def __init__(self, secret: str) -> None:
        if len(secret) < SHORTEST:
            raise WeakSecretError(f"{VARIABLE} needs at least {SHORTEST} characters")
        self._cipher = AESSIV(hashlib.sha512(secret.encode()).digest())

    def new_id(self, now: float | None = None) -> str:
        """An id that holds when it was made; nobody can guess or make one."""
        made = struct.pack(">Q", int(time.time() if now is None else now))
        return self._close(made + secrets.token_bytes(_RANDOM), b"conversation")

    def made_at(self, conversation: str) -> float | None:
        """When the id was made, in seconds since 1970; None for what is no id of ours."""
        opened = self._open(conversation, b"conversation")
        if opened is None or len(opened) != 8 + _RANDOM:
            return None
        return float(struct.unpack(">Q", opened[:8])[0])

    def token(self, conversation: str, payload: str) -> str:
        """The token for a payload in this conversation: always the same one."""
        return self._close(payload.encode(), b"token", conversation.encode())

    def payload(self, conversation: str, token: str) -> str | None:
        """The payload behind a token of this conversation; None for anything else."""
        opened = self._open(token, b"token", conversation.encode())
        return None if opened is None else opened.decode()

    def _close(self, content: bytes, *about: bytes) -> str:
        return _text(self._cipher.encrypt(content, list(about)))

    def _open(self, text: str, *about: bytes) -> bytes | None:
        if len(text) > LONGEST_SEALED:
            return None
        try:
            sealed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
            return self._cipher.decrypt(sealed, list(about)) if _text(sealed) == text else None
        except (InvalidTag, binascii.Error, ValueError):
            return None


def _text(sealed: bytes) -> str:
    """The one way to write it: another spelling of an id would be another conversation."""
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def seal() -> Seal:
    """The seal with the secret of the environment, or one that this process alone has."""
    return Seal(os.environ.get(VARIABLE) or secrets.token_urlsafe(48))
