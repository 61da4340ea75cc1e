"""What stands for a conversation where its id must not stand."""

from __future__ import annotations

import hashlib


def digest(use: str, conversation: str) -> bytes:
    """32 bytes, others for each use: no way back to the id, nor from one use to another."""
    return hashlib.sha256(f"{use} {conversation}".encode("utf-8", "surrogatepass")).digest()
