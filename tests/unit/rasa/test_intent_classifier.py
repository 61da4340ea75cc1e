from __future__ import annotations

import pytest

from beacon.rasa.intent_classifier import weighed

RANKING = [("ask_law", 0.4), ("out_of_scope", 0.25), ("crisis_self_harm", 0.2)]


def test_out_of_scope_is_counted_so_many_times_and_the_order_follows() -> None:
    assert weighed(RANKING, 2.0) == [
        ("out_of_scope", 0.5),
        ("ask_law", 0.4),
        ("crisis_self_harm", 0.2),
    ]


def test_no_chance_is_above_one() -> None:
    assert weighed([("out_of_scope", 0.9), ("greet", 0.1)], 3.0)[0] == ("out_of_scope", 1.0)


@pytest.mark.parametrize("ranking", [[], [("greet", 1.0)]])
def test_without_it_nothing_changes(ranking: list[tuple[str, float]]) -> None:
    assert weighed(ranking, 3.0) == ranking
