from __future__ import annotations

from pathlib import Path

import pytest

from beacon.tasks.cluster.__main__ import main
from beacon.tasks.cluster.cluster import Cluster


def test_a_taken_port_is_named(
    tmp_path: Path, taken: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("beacon.tasks.model.main", lambda _: 0)
    where = ["--folder", str(tmp_path / "c"), "--port", str(taken), "--address", "127.0.0.1"]
    assert main(where) == 1
    assert capsys.readouterr().err == f"beacon: port {taken} is taken by another program\n"


def test_a_broken_data_file_is_named_and_nothing_is_started(
    broken: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(Cluster, "check_before_start", lambda _: None)
    assert main(["--folder", str(tmp_path / "c")]) == 1
    assert capsys.readouterr().err == f"beacon: {broken}:2: the key 'a' stands twice\n"


@pytest.mark.parametrize("port", ["0", "65536", "-1", "x"])
def test_what_is_no_port_is_refused(
    port: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # Nothing may be started where it is taken for a port all the same.
    monkeypatch.delattr(Cluster, "check_before_start")
    with pytest.raises(SystemExit):
        main([f"--port={port}"])
    assert "argument --port" in capsys.readouterr().err


def test_that_a_cluster_was_ended_from_elsewhere_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("beacon.tasks.data_check.check", lambda: None)
    monkeypatch.setattr("beacon.tasks.model.main", lambda _: 0)
    for step in ("check_before_start", "start", "wait_until_ready"):
        monkeypatch.setattr(Cluster, step, lambda _: None)
    monkeypatch.setattr(Cluster, "staff_url", "http://localhost")
    assert main(["--folder", str(tmp_path / "c")]) == 1
    assert capsys.readouterr().err == "beacon: the cluster was ended from elsewhere\n"


def test_an_account_that_can_not_be_made_is_no_success(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Cluster, "staff_command", lambda *_: 1)
    assert main(["--folder", str(tmp_path / "c"), "--first-account", "ada"]) == 1


@pytest.mark.parametrize(
    ("variable", "options", "expected"),
    [
        ("", [], "http://127.0.0.1:8080"),
        ("0.0.0.0", [], "http://localhost:8080"),
        ("0.0.0.0", ["--address", "10.0.0.1"], "http://10.0.0.1:8080"),
    ],
    ids=["not told", "by the variable", "by the option"],
)
def test_only_this_machine_reaches_it_unless_it_is_told_otherwise(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
    options: list[str],
    expected: str,
) -> None:
    ended: list[str] = []
    monkeypatch.setenv("BEACON_ADDRESS", variable)
    monkeypatch.setattr(Cluster, "stop", lambda cluster: ended.append(cluster.url))
    assert main(["--stop", "--folder", str(tmp_path / "c"), *options]) == 0
    assert ended == [expected]
