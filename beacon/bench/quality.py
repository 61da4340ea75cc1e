"""How much of what a model understood is right, and what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sklearn.metrics import f1_score

from beacon.bench.labelled import Labelled
from beacon.understanding.contract import CRISES, NOT_UNDERSTOOD, OUT_OF_SCOPE


@dataclass(frozen=True)
class Result:
    """One test message and what the model made of it."""

    message: Labelled
    intent: str
    risk: str

    @property
    def right(self) -> bool:
        """Whether the intent is one of those accepted."""
        return self.intent in self.message.accepted

    @property
    def alarmed(self) -> bool:
        """Whether it was treated as an emergency."""
        return self.risk == "emergency" or self.intent in CRISES


@dataclass(frozen=True)
class Quality:
    """Shares between 0 and 1; `messages` is how many they are of."""

    messages: int
    accuracy: float
    macro_f1: float
    out_of_scope_caught: float
    wrongly_refused: float
    emergencies_caught: float
    false_alarms: float


def measure(results: Sequence[Result]) -> Quality:
    """The quality over these results; a share of nothing is nan."""
    outside = [one for one in results if one.message.intent == OUT_OF_SCOPE]
    inside = [one for one in results if not one.message.accepted & set(NOT_UNDERSTOOD)]
    cries = [one for one in results if one.message.emergency]
    calm = [one for one in results if not one.message.perhaps_emergency]
    truth = [one.intent if one.right else one.message.intent for one in results]
    return Quality(
        messages=len(results),
        accuracy=_share([one.right for one in results]),
        macro_f1=float(
            f1_score(truth, [one.intent for one in results], average="macro", zero_division=0)
        ),
        out_of_scope_caught=_share([one.intent in NOT_UNDERSTOOD or one.right for one in outside]),
        wrongly_refused=_share([one.intent in NOT_UNDERSTOOD for one in inside]),
        emergencies_caught=_share([one.alarmed for one in cries]),
        false_alarms=_share([one.alarmed for one in calm]),
    )


def confusions(results: Sequence[Result], most: int = 25) -> list[tuple[str, str, int]]:
    """The commonest mistakes: what messages were, what they were taken for, how often."""
    wrong = Counter((one.message.intent, one.intent) for one in results if not one.right)
    return [(truth, guess, count) for (truth, guess), count in wrong.most_common(most)]


def _share(marks: Sequence[bool]) -> float:
    return sum(marks) / len(marks) if marks else float("nan")
