"""A program that nothing reaches and that reaches nobody, as when its machine is gone.

Every packet from and to it is dropped by iptables, without a word to anybody: connections stay open
on both sides. It needs root.
"""

from __future__ import annotations

import os
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from beacon.tasks.cluster.debian import program
from beacon.tasks.cluster.errors import ClusterError

# As many as one rule takes.
MOST_PORTS = 15


def check() -> None:
    """Raises ClusterError where packets cannot be dropped here."""
    program("iptables", "iptables")
    if os.geteuid() != 0:
        raise ClusterError("only root may drop packets")
    _groups()


@contextmanager
def cut_off(pid: int, port: int) -> Iterator[None]:
    """The process, which listens on the port, is alone inside.

    What it opens meanwhile is told by its control group, what was open before by the ports.
    """
    with ExitStack() as stack:
        group = stack.enter_context(_control_group(pid))
        stack.enter_context(_dropped("OUTPUT", "-m", "cgroup", "--path", group))
        ports = sorted({port, *_ports_of(pid)})
        for start in range(0, len(ports), MOST_PORTS):
            chosen = ",".join(map(str, ports[start : start + MOST_PORTS]))
            # On their way in: where the kernel may not send one, it knows, and asks again at once.
            stack.enter_context(
                _dropped("INPUT", "-i", "lo", "-p", "tcp", "-m", "multiport", "--ports", chosen)
            )
        yield


@contextmanager
def _dropped(chain: str, *which: str) -> Iterator[None]:
    _iptables("-I", chain, *which)
    try:
        yield
    finally:
        _iptables("-D", chain, *which)


def _iptables(what: str, chain: str, *which: str) -> None:
    command = [str(program("iptables", "iptables")), "-w", what, chain, *which, "-j", "DROP"]
    subprocess.run(command, check=True)


@contextmanager
def _control_group(pid: int) -> Iterator[str]:
    """A control group with this process alone; afterwards it is where it was."""
    groups = _groups()
    before = groups / _group_of(pid)
    name = f"beacon-{secrets.token_hex(4)}"
    (groups / name).mkdir()
    try:
        _move(pid, groups / name)
        yield name
    finally:
        if Path(f"/proc/{pid}").exists():
            _move(pid, before)
        (groups / name).rmdir()


def _move(pid: int, group: Path) -> None:
    (group / "cgroup.procs").write_text(str(pid))


def _groups() -> Path:
    """Where the kernel shows its control groups. Raises ClusterError."""
    for line in Path("/proc/mounts").read_text().splitlines():
        _, place, kind, *_ = line.split()
        if kind == "cgroup2":
            return Path(place)
    raise ClusterError("the kernel shows no control groups (cgroup2)")


def _group_of(pid: int) -> str:
    """The control group of the process, seen from the root of all."""
    lines = Path(f"/proc/{pid}/cgroup").read_text().splitlines()
    [own] = [line.removeprefix("0::/") for line in lines if line.startswith("0::/")]
    return own


def _ports_of(pid: int) -> set[int]:
    """The ports of this machine at which the process has a connection."""
    sockets = {link[8:-1] for link in _open_files(pid) if link.startswith("socket:[")}
    table = Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]
    rows = (line.split() for line in table)
    return {int(row[1].partition(":")[2], 16) for row in rows if row[9] in sockets}


def _open_files(pid: int) -> Iterator[str]:
    for file in Path(f"/proc/{pid}/fd").iterdir():
        # It may have been closed just now.
        with suppress(FileNotFoundError):
            yield str(file.readlink())
