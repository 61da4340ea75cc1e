"""Rankings of one question, for tests that say themselves how likely a reply is good."""

from __future__ import annotations

import math

from beacon.answers.ranking import Judge, Ranking, Usefulness
from beacon.understanding.trees import Trees


def judge_by(feature: str, threshold: float, low: float, high: float) -> Judge:
    """Replies are good with the chance `low` up to a threshold of a feature, above it `high`."""
    trees = {
        "start": 0.0,
        "depth": 1,
        "roots": [0],
        "feature": [0, 0, 0],
        "threshold": [threshold, 0.0, 0.0],
        "left": [1, 1, 2],
        "right": [2, 1, 2],
        "value": [0.0, _odds(low), _odds(high)],
    }
    return Judge([feature], Trees.of(trees), Usefulness({"some": (1, 2)}))


def _odds(chance: float) -> float:
    return math.log(chance / (1 - chance))


# Nothing that is said to an act is good.
NO_ACTS = judge_by("words", 0.0, low=0.01, high=0.01)
# What is as like a message as that is a better reply than any answer.
LIKE = 0.8
BY_LIKENESS = Ranking(
    follow_ups=judge_by("cosine", LIKE - 1e-9, low=0.1, high=0.9),
    answers=judge_by("words", 0.0, low=0.5, high=0.5),
    acts=NO_ACTS,
)
