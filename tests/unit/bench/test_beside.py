from __future__ import annotations

from collections import Counter
from pathlib import Path

from beacon import training_data
from beacon.bench.beside import TURNS, thinned, turns
from beacon.bench.labelled import Labelled
from beacon.project import ROOT

SHARE = 20


def test_one_message_in_so_many_of_every_block_is_kept(tmp_path: Path) -> None:
    every = training_data.read(ROOT / "data" / "nlu")
    kept = training_data.read(thinned(tmp_path, SHARE))
    assert not set(kept) - set(every)
    assert {message.intent for message in kept} == {message.intent for message in every}
    blocks = Counter((message.language, message.intent, message.risk) for message in every)
    assert len(every) / SHARE <= len(kept) <= len(every) / SHARE + 2 * len(blocks)


def test_the_speed_is_measured_with_english_and_with_other_languages() -> None:
    tests = [Labelled(str(n), "greet", None, "fr" if n % 2 else "en", "") for n in range(3 * TURNS)]
    english, other = turns(tests)
    assert (len(english), len(other)) == (TURNS, TURNS)
    assert english[:2] == ["0", "2"]
    assert other[:2] == ["1", "3"]
