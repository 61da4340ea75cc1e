"""What the browser gets as a file."""

from __future__ import annotations

import gzip
from dataclasses import dataclass


@dataclass(frozen=True)
class Asset:
    """A file for the page, as it is and compressed."""

    body: bytes
    compressed: bytes
    kind: str

    @classmethod
    def of(cls, body: bytes, kind: str) -> Asset:
        """An asset of this content type."""
        return cls(body, gzip.compress(body, mtime=0), kind)
