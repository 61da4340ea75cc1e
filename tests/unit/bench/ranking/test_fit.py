"""The ranking is fitted to what was judged."""

from __future__ import annotations

from beacon.bench.ranking.fit import Growth, judge
from tests.unit.bench.ranking.rows import ROWS


def test_what_readers_called_good_is_learned() -> None:
    learned = judge(ROWS, Growth(trees=40, leaves=6))
    low, high = learned.chances([("a", {"cosine": 0.1}), ("a", {"cosine": 0.9})])
    assert low < 0.2
    assert high > 0.8
    good, judged = learned.usefulness.judged["a"]
    assert 0 < good < judged == 100
