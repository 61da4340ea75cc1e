"""Which messages an encoder was trained on, by the description beside its weights."""

from __future__ import annotations

import functools
import json

from beacon import training_data
from beacon.encoders.trained import WEIGHTS


@functools.cache
def learned(name: str, kind: str = "marks") -> frozenset[str]:
    """The marks of the messages that the encoder has learned; none for one that came in a wheel.

    `kind` is "marks" for messages and wordings, "judged" for what readers judged.
    """
    description = WEIGHTS / f"{name}.json"
    if not description.exists():
        return frozenset()
    return frozenset(training_data.marks_in(json.loads(description.read_text())[kind]))
