from __future__ import annotations

import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from beacon.project import ROOT
from beacon.tasks import data_check, model

Serve = Callable[[bytes], str]


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which something listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield int(listener.getsockname()[1])


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of the data to start with, which can't be used; its second line is wrong.

    Whatever is started, or trained, all the same fails the test.
    """
    file = tmp_path / "data" / "helplines" / "bg.yml"
    file.parent.mkdir(parents=True)
    for name in ("schema.yml", "international.yml"):
        (file.parent / name).symlink_to(ROOT / "helplines" / name)
    file.write_text("a: 1\na: 2\n")
    checked = partial(data_check.check, tmp_path / "data", tmp_path / "stamp")
    monkeypatch.setattr(data_check, "check", checked)
    monkeypatch.delattr(model, "main")
    monkeypatch.delattr(subprocess, "Popen")
    return file


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Gives the address of a server that answers one request with these bytes and hangs up."""
    with ExitStack() as stack:

        def start(answer: bytes) -> str:
            listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            thread = threading.Thread(target=_answer, args=(listener, answer), daemon=True)
            thread.start()
            return f"http://127.0.0.1:{listener.getsockname()[1]}"

        yield start


def _answer(listener: socket.socket, answer: bytes) -> None:
    connection, _ = listener.accept()
    with connection:
        connection.recv(65_536)
        connection.sendall(answer)
