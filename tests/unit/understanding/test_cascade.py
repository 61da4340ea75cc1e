from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from beacon.understanding.cascade import Cascade, Vectors
from beacon.understanding.head import Head

LABELS = ("greet", "thank")
SURE, CLOSE, SURE_OF_THE_OTHER = [[4.0, 0.0]], [[0.1, 0.0]], [[0.0, 4.0]]


@pytest.fixture
def cascade() -> Cascade:
    """Two heads whose scores are the vectors themselves."""
    same, nothing = np.eye(2, dtype=np.float32), np.zeros(2, np.float32)
    heads = {name: Head(LABELS, same, nothing) for name in ("english", "multilingual")}
    return Cascade(heads, margin=0.3)


class Asked:
    """Gives one vector for every encoder, and remembers which were asked for."""

    def __init__(self, vector: list[list[float]]) -> None:
        self.names: list[str] = []
        self._vector = np.array(vector, np.float32)

    def __call__(self, name: str) -> Vectors:
        self.names.append(name)
        return self._vector


def known(**vectors: list[list[float]]) -> dict[str, Vectors]:
    return {name: np.array(vector, np.float32) for name, vector in vectors.items()}


def test_a_sure_head_is_asked_alone(cascade: Cascade) -> None:
    asked = Asked(SURE_OF_THE_OTHER)
    cascade.probabilities(known(english=SURE), asked)
    assert asked.names == []


def test_a_second_head_is_asked_when_the_first_is_in_doubt(cascade: Cascade) -> None:
    asked = Asked(SURE_OF_THE_OTHER)
    cascade.probabilities(known(english=CLOSE), asked)
    assert asked.names == ["multilingual"]


@pytest.mark.parametrize(
    ("chance", "asked_for"),
    [(0.0001, []), (0.05, ["multilingual"]), (0.15, ["multilingual"]), (0.99, [])],
)
def test_a_watched_label_needs_a_second_opinion_unless_it_is_certain(
    cascade: Cascade, chance: float, asked_for: list[str]
) -> None:
    watching = Cascade(cascade.heads, margin=0.3, watched=["thank"], ruled_out=0.001)
    asked = Asked(SURE)
    watching.probabilities(known(english=[[0.0, float(np.log(chance / (1 - chance)))]]), asked)
    assert asked.names == asked_for


def test_the_english_head_has_no_say_in_another_language(cascade: Cascade) -> None:
    asked = Asked(SURE)
    cascade.probabilities(known(multilingual=CLOSE), asked)
    assert asked.names == []


def test_two_opinions_count_alike(cascade: Cascade) -> None:
    both = cascade.probabilities(known(english=CLOSE), Asked(SURE_OF_THE_OTHER))
    alone = [
        cascade.heads["english"].probabilities(np.array(vector, np.float32))[0]
        for vector in (CLOSE, SURE_OF_THE_OTHER)
    ]
    together = np.sqrt(alone[0] * alone[1])
    np.testing.assert_allclose(both, together / together.sum(), rtol=1e-5)


def test_a_label_that_one_opinion_rules_out_is_unlikely(cascade: Cascade) -> None:
    [sure] = cascade.heads["english"].probabilities(np.array(SURE, np.float32))
    both = cascade.probabilities(known(english=CLOSE), Asked(SURE))
    assert both.min() < (sure.min() + 0.5) / 2
    assert both.sum() == pytest.approx(1)


def test_vectors_that_are_there_all_count(cascade: Cascade) -> None:
    result = cascade.probabilities(known(english=SURE, multilingual=SURE_OF_THE_OTHER), Asked(SURE))
    np.testing.assert_allclose(result, [0.5, 0.5], atol=1e-6)


@pytest.mark.parametrize("vector", [SURE, CLOSE, SURE_OF_THE_OTHER])
def test_probabilities_sum_to_one(cascade: Cascade, vector: list[list[float]]) -> None:
    total = cascade.probabilities(known(english=vector), Asked(SURE)).sum()
    assert total == pytest.approx(1.0)


def never(name: str) -> Vectors:
    raise AssertionError(f"{name} was asked")


@pytest.mark.parametrize("encode", [never])
def test_a_cascade_is_the_same_after_it_was_saved(
    cascade: Cascade, tmp_path: Path, encode: Callable[[str], Vectors]
) -> None:
    cascade.save(tmp_path)
    loaded = Cascade.load(tmp_path, ["english", "multilingual"], 0.3)
    vectors = known(english=SURE)
    expected = cascade.probabilities(vectors, encode)
    np.testing.assert_array_equal(loaded.probabilities(vectors, encode), expected)


def test_one_head_alone_is_enough(cascade: Cascade) -> None:
    alone = Cascade({"english": cascade.heads["english"]}, margin=0.3)
    assert alone.probabilities(known(english=CLOSE), never).argmax() == 0


def test_a_part_of_a_message_raises_no_alarm_that_the_whole_does_not() -> None:
    heads = {"english": Head(LABELS, np.eye(2, dtype=np.float32), np.zeros(2, np.float32))}
    watching = Cascade(heads, margin=0.3, watched=["thank"])
    part, whole = np.array([0.2, 0.8], np.float32), np.array([0.9, 0.1], np.float32)
    assert watching.calmer(part, whole)[1] == pytest.approx(0.1 / 0.3)
    assert watching.calmer(whole, part) == pytest.approx(whole)
