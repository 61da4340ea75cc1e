"""Tries thresholds on the tuning messages, never on the test messages; `make thresholds`."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from beacon.bench import labelled, model
from beacon.bench.model import Parsed
from beacon.bench.quality import REFUSALS
from beacon.bench.report import table
from beacon.tasks.model import MODEL


def main() -> int:
    """Prints what each threshold would catch and what it would cost."""
    messages = labelled.read("tuning_*.yml") + labelled.read("tuning_*.yml", labelled.HARD)
    parsed = asyncio.run(model.parse(MODEL, messages))
    for name, part in (
        ("English", [one for one in parsed if one[0].language == "en"]),
        ("other languages", [one for one in parsed if one[0].language != "en"]),
    ):
        print(f"\n{name}, {len(part)} messages: emergency")
        print(emergencies(part))
        print(f"\n{name}: fallback")
        print(fallbacks(part))
    return 0


def emergencies(parsed: list[Parsed]) -> str:
    """Recall and false alarms by threshold, the patterns included."""
    rows = []
    for threshold in (0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5):
        caught = [_alarms(one, threshold) for message, one in parsed if message.emergency]
        false = [
            _alarms(one, threshold) for message, one in parsed if not message.perhaps_emergency
        ]
        rows.append([f"{threshold:.2f}", _percent(caught), _percent(false)])
    return table(["threshold", "caught", "false alarms"], rows)


def fallbacks(parsed: list[Parsed]) -> str:
    """What a threshold below which nothing is answered would refuse, rightly and wrongly."""
    rows = []
    for threshold in (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4):
        outside = [_refuses(one, threshold) for m, one in parsed if m.intent == "out_of_scope"]
        inside = [_refuses(one, threshold) for m, one in parsed if "out_of_scope" not in m.accepted]
        rows.append([f"{threshold:.2f}", _percent(outside), _percent(inside)])
    return table(["threshold", "out of scope caught", "wrongly refused"], rows)


def _alarms(parsed: dict[str, Any], threshold: float) -> bool:
    risk = parsed["risk"]
    by_pattern = any(level == "emergency" for level in risk["pattern_levels"])
    return by_pattern or risk["emergency"] >= threshold


def _refuses(parsed: dict[str, Any], threshold: float) -> bool:
    ranking = parsed["intent_ranking"]
    first = next(one for one in ranking if one["name"] != "nlu_fallback")
    return first["name"] in REFUSALS or first["confidence"] < threshold


def _percent(marks: list[bool]) -> str:
    return f"{100 * sum(marks) / len(marks):.1f}"


if __name__ == "__main__":
    sys.exit(main())
