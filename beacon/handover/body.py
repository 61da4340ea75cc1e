"""A body on its way between bot and staff's application: JSON in UTF-8, and how much at most."""

from __future__ import annotations

import json
from typing import Any

MOST_BYTES = 200_000


def as_body(content: Any) -> bytes:
    """The bytes of it. A Cyrillic letter takes two; as an escape it would take six.

    Half a character, which no encoding knows, becomes a question mark.
    """
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return written.encode("utf-8", "replace")
