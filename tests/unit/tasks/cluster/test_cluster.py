from __future__ import annotations

from pathlib import Path

import pytest

from beacon.tasks.cluster.cluster import Cluster
from beacon.tasks.cluster.errors import ClusterError
from beacon.tasks.model_hash import NAMED, write


def test_a_cluster_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match="one server"):
        Cluster(tmp_path / "c", servers=0).start()


def test_a_command_of_the_staff_needs_a_running_cluster(tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match="does not run"):
        Cluster(tmp_path / "c").staff_command("first_account", "ada")


def test_a_model_that_the_operator_has_not_named_is_not_rolled_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = tmp_path / "new.tar.gz"
    model.write_bytes(b"what was learned")
    write(model)
    monkeypatch.setenv(NAMED, "0" * 64)
    cluster = Cluster(tmp_path / "c")
    before = cluster.state.model()
    with pytest.raises(ClusterError, match=f"none of the models that {NAMED} names"):
        cluster.roll(model)
    assert cluster.state.model() == before
