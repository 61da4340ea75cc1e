"""What a server does once everything is loaded."""

from __future__ import annotations

import gc
import sys
from typing import Any

# After so many seconds Python gives its lock to another thread that waits, and by itself ten times
# later: a thread that comes out of an encoder has little to do.
SWITCH = 0.0005


def settle(*listener: Any) -> None:
    """What was loaded stays; Python need not look through all of it for garbage, which takes a
    second in which nobody is answered. Called by the server, with Sanic's arguments.
    """
    del listener
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(SWITCH)
