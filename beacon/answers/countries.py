"""The country of whoever writes: whether it is asked for, and whether a message tells it."""

from __future__ import annotations

from beacon.answers.turn import Turn
from beacon.levels import Risk
from beacon.understanding.contract import FACTSHEET, INFORM_AGE, NOT_UNDERSTOOD

# So often the country is asked for in a chat, and in one with an emergency.
ASKED_AT_MOST = 1
ASKED_IN_EMERGENCY = 2


def question(turn: Turn) -> str | None:
    """Asked once; once more in an emergency, for then the right number depends on it."""
    at_most = ASKED_IN_EMERGENCY if turn.risk is Risk.emergency else ASKED_AT_MOST
    is_enough = turn.history.times_asked("country") >= at_most
    return None if turn.country or is_enough else "country"


def is_told_for_help(turn: Turn) -> bool:
    """Whether its services are what is answered: told with the age after trouble, or asked for."""
    is_told_with_age = turn.intent == INFORM_AGE and turn.names_country and turn.has_told
    return is_told_with_age or is_answer(turn)


def is_answer(turn: Turn) -> bool:
    """Whether it answers the question for the country, in words that were read as nothing else."""
    is_asked = turn.history.asks_country and turn.names_country
    is_unknown = is_taken_for_answer(turn) or turn.intent in NOT_UNDERSTOOD
    return is_asked and turn.risk < Risk.high and is_unknown


def is_taken_for_answer(turn: Turn) -> bool:
    """Whether what perhaps asks about the factsheet was taken for an answer: none was known."""
    is_known = turn.country is not None
    return is_known and turn.history.asks_country and turn.intent == FACTSHEET
