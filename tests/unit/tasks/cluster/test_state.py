from __future__ import annotations

from pathlib import Path

import pytest

from beacon.tasks.cluster.errors import ClusterError
from beacon.tasks.cluster.state import State, write_private


def test_ports_and_secrets_are_chosen_once(state: State) -> None:
    ports, secrets = state.ports(), state.secrets()
    again = State(state.folder)
    again.make(3)
    assert {name: again.ports()[name] for name in ports} == ports
    assert again.secrets() == secrets
    assert set(again.ports()) - set(ports) == {"bot-3", "metrics-3"}


def test_ports_and_secrets_differ(state: State) -> None:
    assert len(set(state.ports().values())) == len(state.ports())
    assert len(set(state.secrets().values())) == len(state.secrets())


def test_only_the_owner_reads_secrets(state: State) -> None:
    [file] = [file for file in state.folder.rglob("*") if file.name == "secrets.json"]
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_private_file_is_private_even_where_an_open_one_was(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("old")
    file.chmod(0o644)
    write_private(file, "new")
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("new", 0o600)


def test_a_folder_whose_socket_nobody_could_open_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match="too long"):
        State(tmp_path / ("x" * 100)).make(1)
