"""The step of a training, out of what Rasa and the encoders log."""

from __future__ import annotations

import re

# By the name of the component that learns.
STEPS = {
    "CascadeIntentClassifier": "fitting the heads for intents",
    "RiskClassifier": "fitting the heads for risk",
    "FollowUpFinder": "encoding the wordings of follow-ups",
    "SideClassifier": "fitting the heads for acts, writers, danger and feelings",
    "NotingRulePolicy": "learning the rules",
}
_LEARNS = r"Starting to train component '(?P<component>\w+)'"
_ENCODED = r"encoded (?P<done>\d+) of (?P<all>\d+) texts"
_STEP = re.compile(f"{_LEARNS}|{_ENCODED}")


def step_in(log: str) -> str | None:
    """The last step that a piece of the log tells of, if any."""
    found = list(_STEP.finditer(log))
    return _named(found[-1]) if found else None


def _named(found: re.Match[str]) -> str:
    if name := found["component"]:
        return STEPS.get(name, f"training {name}")
    return f"encoded {int(found['done']):,} of {int(found['all']):,} messages"
