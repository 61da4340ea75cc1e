"""Where a chat stands: whether anybody is in danger, by all of its messages together.

"he is at the door" is danger, "ok" changes nothing, "mum is here" means help only after that. Most
words that sound like danger are none where a calm story goes on. Learned from data/danger.yml.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from beacon.understanding import belief
from beacon.understanding.belief import Belief

FILE = Path("data") / "danger.yml"
# Nobody is in danger of life or body; it must be asked; somebody is; help was called or is there;
# it is past.
LABELS = CALM, ASK, NOW, HELPED, OVER = ("calm", "ask", "now", "helped", "over")

# Where a chat stands after its first message, and after each next one by where it stood: shares in
# the labelled chats, rounded.
AT_FIRST: Belief = MappingProxyType(
    {CALM: 0.919, ASK: 0.041, NOW: 0.031, HELPED: 0.007, OVER: 0.002}
)
NEXT: Mapping[str, Belief] = MappingProxyType(
    {
        CALM: {CALM: 0.961, ASK: 0.023, NOW: 0.014, HELPED: 0.001, OVER: 0.001},
        ASK: {CALM: 0.001, ASK: 0.605, NOW: 0.227, HELPED: 0.074, OVER: 0.093},
        NOW: {CALM: 0.002, ASK: 0.025, NOW: 0.716, HELPED: 0.245, OVER: 0.012},
        HELPED: {CALM: 0.003, ASK: 0.003, NOW: 0.008, HELPED: 0.636, OVER: 0.35},
        OVER: {CALM: 0.003, ASK: 0.013, NOW: 0.003, HELPED: 0.008, OVER: 0.973},
    }
)
# How likely a chat is in the state that was said in plain words.
SURE_STATE = 0.9


def believed(before: Belief, chances: Mapping[str, float]) -> Belief:
    """Where the chat stands after one more message; `before` is empty where it is the first.

    `chances` are those of a head to which all states were alike at first; empty where none read the
    message, as with a tap: then it stands where it stood, for danger does not end by itself.
    """
    if not chances:
        return before or AT_FIRST
    return belief.updated(_expected(before), chances)


def surely(state: str) -> Belief:
    """Where a chat stands in which that was tapped, or said in a phrase that a file lists."""
    others = round((1 - SURE_STATE) / (len(LABELS) - 1), belief.DIGITS)
    return {label: SURE_STATE if label == state else others for label in LABELS}


def chance_of_danger(stands: Belief) -> float:
    """How likely somebody is in danger, or it must be asked."""
    return stands.get(ASK, 0.0) + stands.get(NOW, 0.0)


def chance_past(stands: Belief) -> float:
    """How likely there was danger, and help is there or nobody needs it any more."""
    return stands.get(HELPED, 0.0) + stands.get(OVER, 0.0)


def _expected(before: Belief) -> Belief:
    if not before:
        return AT_FIRST
    return {label: sum(before[now] * NEXT[now][label] for now in LABELS) for label in LABELS}
