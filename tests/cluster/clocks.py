"""Clocks of single programs, which a test sets while they run, by Debian's libfaketime."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from beacon.tasks.cluster.errors import ClusterError
from beacon.tasks.cluster.programs import Environments

LIBRARIES = Path("/usr/lib")
# libfaketime looks into its file every other second.
HEARD = 2.5


class Clocks:
    """The clocks of the programs named; how wrong they are stands in files in `folder`.

    Steady clocks stay as they are.
    """

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        self._files = {name: folder / f"clock-of-{name}" for name in names}

    def environments(self) -> Environments:
        """Sets them right, and gives what the programs need in their environment.

        Nothing where libfaketime is missing.
        """
        self._set(0)
        return {
            name: {
                "LD_PRELOAD": str(library),
                "FAKETIME_TIMESTAMP_FILE": str(file),
                "FAKETIME_CACHE_DURATION": "1",
                "FAKETIME_DONT_FAKE_MONOTONIC": "1",
                # With it on, every thread that waits for another's lock waits too long: a bot that
                # read its data anew stood still for half a minute.
                "FAKETIME_FORCE_MONOTONIC_FIX": "0",
            }
            for library in _libraries()
            for name, file in self._files.items()
        }

    async def jump(self, hours: int, seconds: float) -> None:
        """They are wrong by so many hours for so many seconds, and then jump back."""
        self._set(hours)
        try:
            await asyncio.sleep(seconds)
        finally:
            self._set(0)
            await asyncio.sleep(HEARD)

    def _set(self, hours: int) -> None:
        for file in self._files.values():
            file.write_text(f"{hours * 3600:+d}\n")


def check() -> None:
    """Raises ClusterError where libfaketime is missing."""
    if not _libraries():
        raise ClusterError("there is no libfaketime (on Debian: apt-get install faketime)")


def is_ours(pid: int) -> bool:
    """Whether the process asks libfaketime for the time."""
    return "libfaketime" in Path(f"/proc/{pid}/maps").read_text()


def _libraries() -> list[Path]:
    return sorted(LIBRARIES.glob("*/faketime/libfaketimeMT.so.1"))[:1]
