"""A task ends in order, however it is told to, and nothing that it has started outlives it."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from types import FrameType

SIGNALS = (signal.SIGTERM, signal.SIGHUP)


def end_as_with_ctrl_c() -> None:
    """Lets SIGTERM, and SIGHUP of a terminal that is closed, raise KeyboardInterrupt.

    A SIGHUP that is ignored, as under `nohup`, stays so.
    """
    for each in SIGNALS:
        if signal.getsignal(each) is not signal.SIG_IGN:
            signal.signal(each, _interrupt)


def not_outliving_us(command: Sequence[str]) -> list[str]:
    """The command, which gets SIGTERM from the kernel when its parent is gone, even by SIGKILL."""
    return ["setpriv", "--pdeathsig", "TERM", *command]


def _interrupt(number: int, frame: FrameType | None) -> None:
    del number, frame
    # The terminal, the shell and make may each send one: a second must not break off the ending.
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt
