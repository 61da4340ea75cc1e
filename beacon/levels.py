"""The scales that the whole project shares: risk levels and age bands."""

from __future__ import annotations

from enum import IntEnum


class Risk(IntEnum):
    """How urgent a message or a conversation is; higher is more urgent."""

    none = 0
    concern = 1
    high = 2
    emergency = 3

    @classmethod
    def of(cls, name: str | None) -> Risk:
        """The level of that name; `none` for no name. Raises KeyError for an unknown one."""
        return cls[name] if name else cls.none


ADULT = "adult"
BANDS = ("8-10", "11-13", "14-17", ADULT)
YOUNG_BANDS = BANDS[:-1]
DEFAULT_BAND = "11-13"
# The text that nothing is simpler than.
SHORT = "short"


def simpler(band: str) -> str:
    """The band below: adult → 14-17 → 11-13 → 8-10 → short, where it ends."""
    scale = (SHORT, *BANDS)
    return scale[max(0, scale.index(band) - 1)]
