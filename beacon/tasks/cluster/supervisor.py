"""supervisord for a cluster: its settings, and its control over a socket."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xmlrpc.client import Fault, ServerProxy

from supervisor.xmlrpc import Faults, SupervisorTransport

from beacon.project import ROOT
from beacon.tasks.cluster.errors import ClusterError
from beacon.tasks.ending import not_outliving_us

PATIENCE = 20.0
FATAL = "FATAL"


@dataclass(frozen=True)
class Program:
    """A program to keep running; `user` is whom it runs as, None for ourselves."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    user: str | None = None
    stop_signal: str = "TERM"
    patience: int = 20


def settings(folder: Path, socket: Path, logs: Path, programs: Iterable[Program]) -> str:
    """The settings of supervisord, which ends the programs in the opposite order.

    They hold the secrets of the programs' environments.
    """
    head = f"""[supervisord]
nodaemon=true
silent=true
logfile=/dev/null
logfile_maxbytes=0
pidfile={_escaped(folder / "supervisord.pid")}
childlogdir={_escaped(logs)}
minfds=1024

[unix_http_server]
file={_escaped(socket)}
chmod=0700

[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
"""
    sections = (_section(*each, logs) for each in enumerate(programs, start=1))
    return "\n".join([head, *sections])


def _section(number: int, program: Program, logs: Path) -> str:
    lines = [
        f"[program:{program.name}]",
        f"command={_escaped(shlex.join(program.command))}",
        f"directory={_escaped(ROOT)}",
        f"environment={_environment(program.environment)}",
        f"priority={number}",
        "autostart=false",
        "autorestart=true",
        "startsecs=1",
        "startretries=30",
        f"stopsignal={program.stop_signal}",
        f"stopwaitsecs={program.patience}",
        f"stopasgroup={'true' if program.stop_signal == 'TERM' else 'false'}",
        "killasgroup=true",
        f"stdout_logfile={_escaped(logs / program.name)}.log",
        "stdout_logfile_maxbytes=1MB",
        "stdout_logfile_backups=0",
        "redirect_stderr=true",
        *([f"user={program.user}"] if program.user else []),
    ]
    return "\n".join(lines) + "\n"


def _environment(environment: Mapping[str, str]) -> str:
    return ",".join(f'{name}="{_escaped(value)}"' for name, value in environment.items())


def _escaped(value: object) -> str:
    """Without a meaning for supervisord, which fills in what follows a percent sign."""
    text = str(value)
    if '"' in text or "\n" in text or " ;" in text:
        raise ClusterError(f"supervisord cannot be told {text!r}")
    return text.replace("%", "%%")


class Supervisor:
    """A supervisord of our own, spoken to over the socket in its folder."""

    def __init__(self, file: Path, socket: Path) -> None:
        self._file = file
        self._socket = socket
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts supervisord, without any program. Raises ClusterError."""
        # What a program has in memory when it dies may be a child's words: no core is dumped.
        command = ["prlimit", "--core=0", sys.executable, "-W", "ignore"]
        command += ["-m", "supervisor.supervisord"]
        command += ["-c", str(self._file)]
        # In a session of its own: Ctrl-C reaches us alone, and we end it in order.
        with self._file.with_suffix(".log").open("wb") as output:
            self._process = subprocess.Popen(
                not_outliving_us(command),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        end = time.monotonic() + PATIENCE
        while not self.is_running():
            if self._process.poll() is not None or time.monotonic() > end:
                raise ClusterError(
                    f"supervisord does not start: see {self._file.with_suffix('.log')}"
                )
            time.sleep(0.1)

    def stop(self, patience: float = 60.0) -> None:
        """Ends all programs, the last started first, and supervisord."""
        if not self.is_running():
            return
        pid = self.ask("getPID")
        self.ask("shutdown")
        if self._process is not None:
            _wait(self._process, patience)
            return
        end = time.monotonic() + patience
        while Path(f"/proc/{pid}").exists() and time.monotonic() < end:
            time.sleep(0.1)

    def is_running(self) -> bool:
        """Whether a supervisord listens on the socket."""
        try:
            return bool(self.ask("getState")["statename"] == "RUNNING")
        except (ClusterError, OSError):
            return False

    def start_program(self, name: str) -> None:
        """Starts it; one that runs is no error."""
        self._tell("startProcess", name, False, fine=Faults.ALREADY_STARTED)

    def stop_program(self, name: str) -> None:
        """Stops it, waits until it is gone, and leaves it stopped."""
        self._tell("stopProcess", name, fine=Faults.NOT_RUNNING)

    def change(self, name: str) -> None:
        """Starts the program anew, as the settings have it now."""
        self.ask("reloadConfig")
        self.stop_program(name)
        self.ask("removeProcessGroup", name)
        self.ask("addProcessGroup", name)
        self.start_program(name)

    def signal(self, name: str, which: str) -> None:
        """Sends the program a signal, such as HUP."""
        self._tell("signalProcess", name, which)

    def kill(self, name: str) -> None:
        """SIGKILL for the program and its children: nothing that it could still say or save."""
        if pid := self.state(name)["pid"]:
            os.killpg(pid, signal.SIGKILL)

    def state(self, name: str) -> dict[str, Any]:
        """What supervisord knows of a program: `statename`, `pid` (0 for none) and more."""
        return dict(self.ask("getProcessInfo", name))

    def running(self) -> dict[str, int]:
        """The processes that have stayed up for a second, by the names of their programs."""
        every = self.ask("getAllProcessInfo")
        return {each["name"]: each["pid"] for each in every if each["statename"] == "RUNNING"}

    def dead(self) -> list[str]:
        """The programs that supervisord gave up."""
        every = self.ask("getAllProcessInfo")
        return [each["name"] for each in every if each["statename"] == FATAL]

    def ask(self, what: str, *arguments: Any) -> Any:
        """An answer of supervisord. Raises ClusterError for a fault, OSError where it is away."""
        transport = SupervisorTransport(None, None, f"unix://{self._socket}")
        with ServerProxy("http://127.0.0.1", transport=transport) as proxy:
            try:
                return getattr(proxy.supervisor, what)(*arguments)
            except Fault as fault:
                raise ClusterError(f"supervisord: {fault.faultString}") from fault

    def _tell(self, what: str, *arguments: Any, fine: int | None = None) -> None:
        try:
            self.ask(what, *arguments)
        except ClusterError as error:
            fault = error.__cause__
            if not isinstance(fault, Fault) or fault.faultCode != fine:
                raise


def _wait(process: subprocess.Popen[bytes], patience: float) -> None:
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
