from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beacon.understanding.head import Head, Vectors

CENTRES = {"greet": (1.0, 0.0, 0.0), "thank": (0.0, 1.0, 0.0), "bye": (0.0, 0.0, 1.0)}


def points(*names: str, each: int = 20) -> tuple[Vectors, list[str]]:
    """Vectors [n, 3] around the centres of the labels, and the labels."""
    generator = np.random.default_rng(0)
    parts = [CENTRES[name] + generator.normal(0, 0.1, (each, 3)) for name in names]
    return np.concatenate(parts).astype(np.float32), [name for name in names for _ in range(each)]


def fitted(*names: str) -> Head:
    return Head.fit(*points(*names), strength=4.0, balance=0.5)


@pytest.mark.parametrize("names", [("greet", "thank"), ("greet", "thank", "bye")])
def test_it_knows_what_it_was_fitted_to(names: tuple[str, ...]) -> None:
    head, (vectors, labels) = fitted(*names), points(*names)
    best = head.probabilities(vectors).argmax(axis=1)
    assert [head.labels[number] for number in best] == labels


@pytest.mark.parametrize("names", [("greet", "thank"), ("greet", "thank", "bye")])
def test_there_is_a_probability_of_every_label(names: tuple[str, ...]) -> None:
    assert fitted(*names).probabilities(np.zeros((5, 3), np.float32)).shape == (5, len(names))


THREE = fitted("greet", "thank", "bye")
NUMBERS = st.floats(-1e4, 1e4, width=32)


@settings(max_examples=50)
@given(st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), min_size=1, max_size=4))
def test_probabilities_sum_to_one(rows: list[tuple[float, float, float]]) -> None:
    total = THREE.probabilities(np.array(rows, np.float32)).sum(axis=1)
    np.testing.assert_allclose(total, 1.0, rtol=1e-5)


def test_two_labels_have_the_probabilities_of_logistic_regression() -> None:
    from sklearn.linear_model import LogisticRegression

    vectors, labels = points("greet", "thank")
    head = Head.fit(vectors, labels, strength=4.0, balance=0.0)
    model = LogisticRegression(C=4.0, max_iter=300, tol=1e-3, random_state=0).fit(vectors, labels)
    np.testing.assert_allclose(head.probabilities(vectors), model.predict_proba(vectors), atol=1e-4)


def test_balance_gives_a_rare_label_its_share() -> None:
    many, few = points("greet", each=200), points("thank", each=4)
    vectors, labels = np.concatenate([many[0], few[0]]), many[1] + few[1]
    between = np.array([[0.5, 0.5, 0.0]], np.float32)
    chances = []
    for balance in (0.0, 0.5, 1.0):
        head = Head.fit(vectors, labels, strength=0.1, balance=balance)
        chances.append(head.probabilities(between)[0, head.labels.index("thank")])
    assert chances == sorted(chances)


def test_a_head_is_the_same_after_it_was_saved(tmp_path: Path) -> None:
    head, (vectors, _) = fitted("greet", "thank"), points("greet", "thank")
    head.save(tmp_path / "head.npz")
    loaded = Head.load(tmp_path / "head.npz")
    assert loaded.labels == head.labels
    np.testing.assert_array_equal(loaded.probabilities(vectors), head.probabilities(vectors))


def test_fitting_twice_gives_the_same_head() -> None:
    vectors, _ = points("greet", "thank", "bye")
    np.testing.assert_array_equal(
        fitted("greet", "thank", "bye").probabilities(vectors), THREE.probabilities(vectors)
    )
