"""`python -m beacon.bench.ranking`, or `make ranking`: fits the ranking and says how good it is.

Plays the judged chats again with the trained model, prints how well rankings that were fitted to
four fifths of the chats do on the last fifth, and writes one that is fitted to all of them.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping

from beacon import file_hash
from beacon.answers.ranking import Judge
from beacon.bench.model import load
from beacon.bench.ranking.fit import fitted
from beacon.bench.ranking.noted import JUDGED, noted
from beacon.bench.ranking.report import report
from beacon.bench.ranking.validation import cross_validated
from beacon.encoders import FOLLOW_UPS
from beacon.encoders.trained import weights_of
from beacon.parts import RANKING
from beacon.project import ROOT
from beacon.tasks.model import MODEL

FILE = ROOT / "answers" / RANKING


def main() -> None:
    """Prints the report and writes the ranking."""
    cases = asyncio.run(noted(load(MODEL)))
    print(report(*cross_validated(cases)))
    _write(fitted(cases))
    print(f"\nwrote {FILE.relative_to(ROOT)}, {FILE.stat().st_size / 1e3:.0f} kB")


def _write(judges: Mapping[str, Judge]) -> None:
    about = {"judged": file_hash.of(JUDGED), "encoder": file_hash.of(weights_of(FOLLOW_UPS))}
    stored = {"about": about, **{kind: judge.stored() for kind, judge in judges.items()}}
    FILE.write_text(json.dumps(stored, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
