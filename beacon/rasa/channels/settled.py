"""What a server does once everything is loaded."""

from __future__ import annotations

import gc
from typing import Any


def settle(*listener: Any) -> None:
    """What was loaded stays; Python need not look through all of it for garbage, which takes a
    second in which nobody is answered. Called by the server, with Sanic's arguments.
    """
    del listener
    gc.collect()
    gc.freeze()
