from __future__ import annotations

from pathlib import Path

import pytest

from beacon.tasks.cluster.cluster import Cluster
from beacon.tasks.cluster.errors import ClusterError


def test_a_cluster_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match="one server"):
        Cluster(tmp_path / "c", servers=0).start()


def test_a_command_of_the_staff_needs_a_running_cluster(tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match="does not run"):
        Cluster(tmp_path / "c").staff_command("first_account", "ada")
