from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from beacon.project import ROOT
from tests.conftest import free_port

PATIENCE = 30.0
ENDINGS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL]
Start = Callable[..., "subprocess.Popen[bytes]"]
# Tests that run in the background, or under nohup, ignore some of the signals, and so would theirs.
NOTHING_IGNORED = ("env", "--default-signal=INT,HUP,TERM")
UNDER_NOHUP = (*NOTHING_IGNORED, "--ignore-signal=HUP")

SERVER = """[supervisord]
nodaemon=true
silent=true
logfile=/dev/null
logfile_maxbytes=0
pidfile={folder}/supervisord.pid

[program:server]
command={server}
stopasgroup=true
"""
RUN = """
from pathlib import Path
from beacon.tasks import data_check, model, start
start.SETTINGS = Path("{folder}/supervisord.conf")
start.EVENTS = Path("{folder}/supervisord.log")
start.BOT, start.ACTIONS, start.STAFF = {ports}
data_check.check = lambda: None
model.main = lambda _: 0
raise SystemExit(start.main())
"""
TRAIN = """
from pathlib import Path
from beacon.tasks import model
model.STAMP = Path("{folder}/stamp")
from beacon.tasks.ending import end_as_with_ctrl_c
end_as_with_ctrl_c()
model.train("sources")
"""
CLUSTER = """
from pathlib import Path
from beacon.tasks.cluster.supervisor import Program, Supervisor, settings
folder = Path("{folder}")
program = Program("server", ["sh", "{server}"])
(folder / "c").write_text(settings(folder, folder / "s", folder, [program]))
supervisor = Supervisor(folder / "c", folder / "s")
supervisor.start()
supervisor.start_program("server")
input()
"""
CLUSTER_TRAINS = """
import time
from beacon.tasks import data_check, model
from beacon.tasks.cluster.__main__ import main
from beacon.tasks.cluster.cluster import Cluster
Cluster.check_before_start = lambda _: None
def train(_):
    print("training", flush=True)
    time.sleep(60)
data_check.check = lambda: None
model.main = train
raise SystemExit(main(["--folder", "{folder}/c", "--port", "{ports}"]))
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """One whose name is short enough for a socket."""
    made = Path(tempfile.mkdtemp(prefix="beacon-"))
    yield made
    shutil.rmtree(made)


@pytest.fixture
def start(folder: Path) -> Iterator[Start]:
    """Starts a Python program; `{folder}` and what else is named are filled in."""
    started: list[subprocess.Popen[bytes]] = []

    def begin(
        program: str, signals: Sequence[str] = NOTHING_IGNORED, **names: object
    ) -> subprocess.Popen[bytes]:
        text = program.format(folder=folder, **names)
        process = subprocess.Popen(
            [*signals, sys.executable, "-c", text],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.wait()
    for left in ("supervisord.pid", "pid"):
        with suppress(FileNotFoundError, ProcessLookupError):
            os.kill(int((folder / left).read_text()), signal.SIGKILL)


def server(folder: Path, when_told_to_end: str = "exit") -> Path:
    """A script that writes its process id down and runs until it is told to end."""
    script = folder / "server.sh"
    script.write_text(
        f"trap '{when_told_to_end}' TERM\necho $$ >{folder}/new && mv {folder}/new {folder}/pid\n"
        "while :; do sleep 0.1; done\n"
    )
    return script


def with_supervisor(
    start: Start, folder: Path, script: Path, signals: Sequence[str] = NOTHING_IGNORED
) -> subprocess.Popen[bytes]:
    """`make run` with that script in place of the servers."""
    (folder / "supervisord.conf").write_text(SERVER.format(folder=folder, server=f"sh {script}"))
    return start(RUN, signals, ports=", ".join(str(free_port()) for _ in range(3)))


def until(is_so: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def pid_of(folder: Path) -> int:
    until((folder / "pid").exists, "the server does not start")
    return int((folder / "pid").read_text())


def runs(pid: int) -> bool:
    """Whether there is such a process; one that nobody has waited for is over."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def children_of(pid: int) -> list[int]:
    """Those that run Rasa; what is still setpriv has not asked yet to be ended with its parent."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    commands = {int(child): Path(f"/proc/{child}/cmdline").read_bytes() for child in found}
    return [
        child
        for child, command in commands.items()
        if b"rasa" in command and not command.startswith(b"setpriv")
    ]


@pytest.mark.parametrize("ending", ENDINGS)
def test_no_server_outlives_make_run(start: Start, folder: Path, ending: signal.Signals) -> None:
    process = with_supervisor(start, folder, server(folder))
    pid = pid_of(folder)
    process.send_signal(ending)
    until(lambda: not runs(pid), f"the server goes on after {ending.name}")


def test_make_run_stays_until_its_servers_are_gone_however_often_it_is_told(
    start: Start, folder: Path
) -> None:
    process = with_supervisor(start, folder, server(folder, "sleep 2; exit"))
    pid = pid_of(folder)
    for told in (signal.SIGHUP, signal.SIGTERM, signal.SIGHUP):
        process.send_signal(told)
        time.sleep(0.3)
    assert runs(pid)
    assert process.poll() is None
    assert process.wait(PATIENCE) == 0
    assert not runs(pid)


def test_what_is_to_outlive_its_terminal_does(start: Start, folder: Path) -> None:
    process = with_supervisor(start, folder, server(folder), UNDER_NOHUP)
    pid = pid_of(folder)
    process.send_signal(signal.SIGHUP)
    time.sleep(1)
    assert runs(pid)
    assert process.poll() is None


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_no_training_outlives_who_asked_for_it(
    start: Start, folder: Path, ending: signal.Signals
) -> None:
    process = start(TRAIN)
    until(lambda: children_of(process.pid), "no training begins")
    training = children_of(process.pid)
    process.send_signal(ending)
    until(lambda: not any(map(runs, training)), f"it is trained on after {ending.name}")
    # A training that was broken off left no word that there is a model.
    assert not (folder / "stamp").exists()


def test_no_program_of_a_cluster_outlives_it(start: Start, folder: Path) -> None:
    process = start(CLUSTER, server=server(folder))
    pid = pid_of(folder)
    process.kill()
    until(lambda: not runs(pid), "the program goes on")


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP])
def test_a_cluster_can_be_ended_while_its_model_is_trained(
    start: Start, ending: signal.Signals
) -> None:
    process = start(CLUSTER_TRAINS, ports=free_port())
    assert process.stdout is not None
    assert process.stdout.readline() == b"training\n"
    process.send_signal(ending)
    output, _ = process.communicate(timeout=PATIENCE)
    assert b"beacon: stopped" in output
    assert process.returncode == 130
