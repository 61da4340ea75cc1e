"""Tries thresholds on the tuning messages, never on the test messages; `make thresholds`."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from beacon.bench import labelled, model
from beacon.bench.labelled import Labelled
from beacon.bench.model import Parsed
from beacon.bench.report import QUALITY, quality_cells, share, table
from beacon.rasa.pipeline.intent_classifier import CascadeIntentClassifier
from beacon.rasa.pipeline.risk_classifier import RiskClassifier
from beacon.tasks.model import MODEL
from beacon.understanding.contract import FALLBACK, NOT_UNDERSTOOD, OUT_OF_SCOPE
from beacon.understanding.parse_keys import (
    CONFIDENCE,
    EMERGENCY,
    INTENT_NAME,
    INTENT_RANKING,
    PATTERN_LEVELS,
    RISK,
)

# How many times `out_of_scope` counts, in English and in other languages.
FACTORS = ((15, 5), (25, 7), (40, 10), (40, 14), (60, 20))
RULED_OUT = (0.01, 0.001, 0.0002, 0.00005)


def main() -> int:
    """Prints what each threshold would catch and what it would cost."""
    sets = (labelled.read("tuning_*.yml", folder) for folder in labelled.FOLDERS)
    messages = [message for each in sets for message in each]
    parsed = asyncio.run(model.parse(model.load(MODEL), messages))
    for name, part in (
        ("English", [one for one in parsed if one[0].language == "en"]),
        ("other languages", [one for one in parsed if one[0].language != "en"]),
    ):
        print(f"\n{name}, {len(part)} messages: emergency")
        print(emergencies(part))
        print(f"\n{name}: fallback")
        print(fallbacks(part))
    print("\nHow many times out_of_scope counts, in English and in other languages:")
    print(out_of_scope(messages))
    print("\nBelow which chance of a crisis no second opinion is asked:")
    print(second_opinions(messages))
    return 0


def emergencies(parsed: list[Parsed]) -> str:
    """How many emergencies are caught and how many alarms are false by threshold, with patterns."""
    rows = []
    for threshold in (0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5):
        caught = [_alarms(one, threshold) for message, one in parsed if message.emergency]
        false = [
            _alarms(one, threshold) for message, one in parsed if not message.perhaps_emergency
        ]
        rows.append([f"{threshold:.2f}", _percent(caught), _percent(false)])
    return table(["threshold", "caught", "false alarms"], rows)


def fallbacks(parsed: list[Parsed]) -> str:
    """What would be refused, rightly and wrongly, if nothing below a threshold were answered."""
    rows = []
    for threshold in (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4):
        outside = [_refuses(one, threshold) for m, one in parsed if m.intent == OUT_OF_SCOPE]
        inside = [_refuses(one, threshold) for m, one in parsed if OUT_OF_SCOPE not in m.accepted]
        rows.append([f"{threshold:.2f}", _percent(outside), _percent(inside)])
    return table(["threshold", "out of scope caught", "wrongly refused"], rows)


def out_of_scope(messages: list[Labelled]) -> str:
    """The whole quality by the factors, in English and in the other languages."""
    rows = []
    for english, others in FACTORS:
        factors = {"out_of_scope": english, "out_of_scope_in_other_languages": others}
        with changed(CascadeIntentClassifier, **factors):
            rows += quality(f"{english}, {others}", messages)
    return table(["factors", "messages of", *QUALITY], rows)


def second_opinions(messages: list[Labelled]) -> str:
    """The whole quality by `ruled_out`."""
    rows = []
    for value in RULED_OUT:
        with (
            changed(CascadeIntentClassifier, ruled_out=value),
            changed(RiskClassifier, ruled_out=value),
        ):
            rows += quality(f"{value:.5f}", messages)
    return table(["ruled out", "messages of", *QUALITY], rows)


def quality(value: str, messages: list[Labelled]) -> list[list[str]]:
    """A row for English and one for the other languages."""
    results = model.understand(model.load(MODEL), messages)
    english = [one for one in results if one.message.language == "en"]
    others = [one for one in results if one.message.language != "en"]
    return [
        [value, name, *quality_cells(part)]
        for name, part in (("English", english), ("others", others))
    ]


@contextmanager
def changed(component: type[Any], **values: Any) -> Iterator[None]:
    """Models that are loaded inside have these values where they had the component's defaults."""
    before = component.get_default_config
    component.get_default_config = staticmethod(lambda: {**before(), **values})
    try:
        yield
    finally:
        component.get_default_config = staticmethod(before)


def _alarms(parsed: dict[str, Any], threshold: float) -> bool:
    risk = parsed[RISK]
    by_pattern = any(level == "emergency" for level in risk[PATTERN_LEVELS])
    return by_pattern or risk[EMERGENCY] >= threshold


def _refuses(parsed: dict[str, Any], threshold: float) -> bool:
    ranking = parsed[INTENT_RANKING]
    first = next(one for one in ranking if one[INTENT_NAME] != FALLBACK)
    return first[INTENT_NAME] in NOT_UNDERSTOOD or first[CONFIDENCE] < threshold


def _percent(marks: list[bool]) -> str:
    return share(sum(marks), len(marks))


if __name__ == "__main__":
    sys.exit(main())
