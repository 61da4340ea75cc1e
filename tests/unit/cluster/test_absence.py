from __future__ import annotations

import pytest

from beacon import metrics
from beacon.cluster import absence
from beacon.cluster.absence import Absence


def failures() -> float:
    name, labels = "beacon_store_failures_total", {"store": "database"}
    return metrics.REGISTRY.get_sample_value(name, labels) or 0.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, in seconds, as the first of a list."""
    now = [100.0]
    monkeypatch.setattr(absence.time, "monotonic", lambda: now[0])
    return now


def test_a_store_that_has_not_failed_may_be_asked_by_all() -> None:
    store = Absence("database", 2.0)
    assert [store.may_ask() for _ in range(3)] == [True] * 3
    assert not store.lasts


def test_one_that_failed_rests(clock: list[float]) -> None:
    store = Absence("database", 2.0)
    store.begin(OSError())
    clock[0] += 1.9
    assert store.lasts
    assert not store.may_ask()


def test_after_the_rest_one_finds_out_for_all(clock: list[float]) -> None:
    store = Absence("database", 2.0)
    store.begin(OSError())
    clock[0] += 2.1
    assert [store.may_ask() for _ in range(3)] == [True, False, False]
    store.end()
    assert [store.may_ask() for _ in range(3)] == [True] * 3


def test_where_it_fails_again_all_rest_on(clock: list[float]) -> None:
    store = Absence("database", 2.0)
    store.begin(OSError())
    clock[0] += 2.1
    assert store.may_ask()
    store.begin(OSError())
    clock[0] += 1.9
    assert not store.may_ask()


def test_one_who_never_came_back_is_not_waited_for(clock: list[float]) -> None:
    store = Absence("database", 2.0)
    store.begin(OSError())
    clock[0] += 2.1
    assert store.may_ask()
    clock[0] += 2.1
    assert store.may_ask()


def test_every_failure_after_a_rest_is_counted(clock: list[float]) -> None:
    """An alarm that looks at the last minutes must not end before the absence does."""
    before = failures()
    store = Absence("database", 2.0)
    for _ in range(3):
        assert store.may_ask()
        store.begin(OSError())
        store.begin(OSError())
        clock[0] += 2.1
    assert failures() == before + 3


def test_who_asked_and_learned_nothing_keeps_nobody_waiting(clock: list[float]) -> None:
    store = Absence("database", 2.0)
    store.begin(OSError())
    store.stop_asking()
    assert store.lasts
    clock[0] += 2.1
    assert store.may_ask()
    store.stop_asking()
    assert store.may_ask()
