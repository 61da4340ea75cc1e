"""What help a reply brings: what its answer is about, or what the risk of the turn asks for."""

from __future__ import annotations

from beacon.answers.book import Variant
from beacon.answers.turn import Turn
from beacon.levels import Risk
from beacon.register.model import Need


def need_of(variant: Variant, turn: Turn) -> Need | None:
    """What help goes with an answer: none where the services are for others."""
    if turn.reading_band in variant.no_help_for:
        return None
    return variant.help or _need_in(turn)


def _need_in(turn: Turn) -> Need | None:
    """What help a risk asks for, or what it was given for where an answer is said once more."""
    if "need" in turn.facts:
        return Need(turn.facts["need"])
    return Need.TALK if turn.took_something or turn.risk >= Risk.high else None
