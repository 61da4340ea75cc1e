from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from beacon.tasks.cluster.cluster import Cluster
from beacon.tasks.cluster.errors import ClusterError
from beacon.tasks.cluster.supervisor import Program, settings
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


def test_a_program_that_ends_again_and_again_is_not_waited_for() -> None:
    with tempfile.TemporaryDirectory() as place:
        cluster = Cluster(Path(place), servers=1)
        state = cluster.state
        state.make(1)
        # It stays up long enough to count as started.
        program = Program("bot-1", ["sh", "-c", "sleep 1.5; exit 1"])
        state.supervisor.write_text(settings(state.folder, state.socket, state.logs, [program]))
        cluster._supervisor.start()
        try:
            with pytest.raises(ClusterError, match=r"^bot-1 ends whenever it is started"):
                cluster.restart("bot-1")
        finally:
            cluster.stop()
