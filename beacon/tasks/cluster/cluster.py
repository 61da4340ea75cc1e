"""A cluster: it starts, watches, changes and ends everything that it runs."""

from __future__ import annotations

import subprocess
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence, Set
from functools import partial
from pathlib import Path
from types import TracebackType

from beacon.project import ROOT, site
from beacon.tasks import model_hash
from beacon.tasks.cluster import nginx, postgres, redis
from beacon.tasks.cluster.errors import ClusterError
from beacon.tasks.cluster.probe import understands
from beacon.tasks.cluster.programs import (
    STORES,
    Environments,
    names,
    programs,
    staff_environment,
)
from beacon.tasks.cluster.state import State, names_of_bots, write_private
from beacon.tasks.cluster.supervisor import Supervisor, settings
from beacon.tasks.model_hash import UnfitModelError
from beacon.tasks.ports import WITHOUT_MODEL, answers, is_free, status
from beacon.tasks.start import ENDS
from beacon.web.headers import frame_ancestors

PATIENCE = 180.0
PAUSE = 0.2
# From a reload of nginx until its old workers take no new request.
CHANGE_OF_WORKERS = 0.5


class Cluster:
    """Several bots behind nginx, with all that they need, in one folder of one machine.

    As a context manager it is ready inside and ended afterwards. Every method raises ClusterError,
    which says in one line what is wrong. `environments` are what single programs find in their
    environment besides.
    """

    def __init__(
        self,
        folder: Path,
        servers: int = 2,
        port: int = 8080,
        address: str = "127.0.0.1",
        *,
        safe: bool = True,
        limits: nginx.Limits | None = None,
        model: Path | None = None,
        environments: Environments | None = None,
    ) -> None:
        self.state = State(folder)
        self.servers = servers
        self.port = port
        self._address = address
        self._safe = safe
        self._limits = limits or nginx.Limits()
        self._model = model
        self._environments = environments or {}
        self._out: frozenset[str] = frozenset()
        self._supervisor = Supervisor(self.state.supervisor, self.state.socket)

    def __enter__(self) -> Cluster:
        self.start()
        try:
            self.wait_until_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """Where the public finds it, without a slash at the end."""
        return f"http://{'localhost' if self._address == '0.0.0.0' else self._address}:{self.port}"

    @property
    def staff_url(self) -> str:
        """Where the staff's application is, on this machine only."""
        return f"http://localhost:{self.state.ports()['staff']}"

    @property
    def bots(self) -> list[str]:
        """The names of the bots."""
        return names_of_bots(self.servers)

    @property
    def bot_ports(self) -> list[int]:
        """The private ports of the bots, in the order of their names."""
        return [self.state.ports()[name] for name in self.bots]

    def start(self) -> None:
        """Makes what is missing and starts everything; `wait_until_ready` waits for it."""
        self.check_before_start()
        self._prepare()
        try:
            self._start()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Ends everything, the public's side first. What does not run is no error."""
        self._supervisor.stop()

    def wait_until_ready(self, patience: float = PATIENCE) -> None:
        """Waits until every program answers; `patience` is in seconds."""
        self._wait(names(self.servers), patience)

    def is_ready(self, name: str) -> bool:
        """Whether the program answers."""
        return self._checks()[name]() and self._supervisor.state(name)["statename"] == "RUNNING"

    def pid(self, name: str) -> int:
        """The number of the program's process; 0 where it does not run."""
        return int(self._supervisor.state(name)["pid"])

    def kill(self, name: str) -> None:
        """SIGKILL for the program, as when memory runs out; it is started again."""
        self._supervisor.kill(name)

    def halt(self, name: str) -> None:
        """Ends the program for as long as nobody restarts it."""
        self._supervisor.stop_program(name)

    def restart(self, name: str) -> None:
        """Ends the program, starts it anew and waits until it answers."""
        self._supervisor.stop_program(name)
        self._supervisor.start_program(name)
        self._wait([name], PATIENCE)

    def dead(self) -> list[str]:
        """The programs that were started in vain too often."""
        return self._supervisor.dead()

    def reload_nginx(self) -> None:
        """Has nginx read its settings again, without breaking off a request."""
        self._write_nginx()
        self._supervisor.signal("nginx", "HUP")
        time.sleep(CHANGE_OF_WORKERS)

    def roll(self, model: Path | None = None) -> None:
        """Starts the bots anew one after the other, with the new model where one is named.

        Each gets no requests until it answers again. Where one does not understand a message with
        the new model, all go back to the old one.
        """
        old = self.state.model()
        self._choose(model or old)
        renewed: list[str] = []
        for name in self.bots:
            renewed.append(name)
            try:
                self._renew(name)
            except ClusterError:
                if model is not None:
                    self._go_back(old, renewed)
                raise

    def log(self, name: str) -> str:
        """What the program has written lately, at most 1 MB."""
        file = self.state.logs / f"{name}.log"
        return file.read_text(errors="replace") if file.is_file() else ""

    def staff_command(self, *arguments: str) -> int:
        """Runs a command of the staff's application on its database; the status it ends with."""
        if not self._supervisor.is_running():
            raise ClusterError("the cluster does not run: start it with make cluster")
        folder = ROOT / "triage"
        command = [str(folder / ".venv" / "bin" / "python"), "manage.py", *arguments]
        environment = staff_environment(self.state)
        return subprocess.run(command, cwd=folder, env=environment, check=False).returncode

    def check_before_start(self) -> None:
        """Raises ClusterError where it cannot start, or runs already."""
        if self.servers < 1:
            raise ClusterError("a cluster has one server at least")
        if self._supervisor.is_running():
            raise ClusterError(f"a cluster runs already in {self.state.folder}")
        if not is_free(self.port, self._address):
            raise ClusterError(f"port {self.port} is taken by another program")
        for check in (postgres.check, redis.check, nginx.check):
            check()

    def _prepare(self) -> None:
        self.state.make(self.servers)
        if self._model:
            self.state.choose_model(self._model.resolve())
        self._check_ports_and_model()
        self._write()

    def _start(self) -> None:
        self._supervisor.start()
        for name in STORES:
            self._supervisor.start_program(name)
        self._wait(STORES, PATIENCE)
        postgres.make_databases(self.state.ports()["postgres"], self.state.secrets())
        for name in names(self.servers):
            self._supervisor.start_program(name)

    def _check_ports_and_model(self) -> None:
        for name, port in self.state.ports().items():
            if not is_free(port):
                raise ClusterError(
                    f"port {port}, chosen for {name}, is taken by another program"
                    f" (delete {self.state.folder}/ports.json for other ports)"
                )
        check_model(self.state.model())

    def _write(self) -> None:
        ports, secrets = self.state.ports(), self.state.secrets()
        postgres.make(self.state.postgres, secrets["postgres"])
        redis.make(self.state.redis, ports["redis"], secrets["redis"])
        self._write_supervisor()
        self._write_nginx()

    def _write_supervisor(self) -> None:
        state = self.state
        run = programs(state, self.servers, self._safe, self._environments)
        write_private(state.supervisor, settings(state.folder, state.socket, state.logs, run))

    def _write_nginx(self) -> None:
        chosen = nginx.Settings(
            bots=tuple(map(self._address_of, self.bots)),
            folder=self.state.nginx,
            listen=(f"{self._address}:{self.port}",),
            user=nginx.own_worker(),
            files=nginx.most_files(),
            ancestors=frame_ancestors(site()),
            out=frozenset(map(self._address_of, self._out)),
            limits=self._limits,
        )
        nginx.make(chosen)

    def _address_of(self, bot: str) -> str:
        return f"127.0.0.1:{self.state.ports()[bot]}"

    def _health_of(self, bot: str) -> str:
        return f"http://{self._address_of(bot)}/webhooks/rest/"

    def _choose(self, model: Path) -> None:
        check_model(model)
        self.state.choose_model(model.resolve())
        self._write_supervisor()

    def _go_back(self, model: Path, renewed: Sequence[str]) -> None:
        self._choose(model)
        for name in renewed:
            self._renew(name)

    def _renew(self, name: str) -> None:
        """Starts one bot anew, out of the others' way."""
        if self.servers > 1:
            self._out = frozenset({name})
            self.reload_nginx()
        self._supervisor.change(name)
        self._wait([name], PATIENCE)
        if not understands(f"http://{self._address_of(name)}"):
            raise self._no_understanding(name)
        self._out = frozenset()
        self.reload_nginx()

    def _wait(self, waited_for: Sequence[str], patience: float) -> None:
        end = time.monotonic() + patience
        missing = list(waited_for)
        lives: dict[str, set[int]] = defaultdict(set)
        while missing := [name for name in missing if not self.is_ready(name)]:
            for name, process in self._supervisor.running().items():
                lives[name].add(process)
            self._check_alive(missing, lives)
            if time.monotonic() > end:
                raise ClusterError(f"{missing[0]} does not answer: see {self.state.logs}")
            time.sleep(PAUSE)

    def _check_alive(self, waited_for: Sequence[str], lives: Mapping[str, Set[int]]) -> None:
        """Raises ClusterError where one won't come up; `lives` are the processes it has had."""
        often = [name for name, processes in lives.items() if len(processes) > ENDS]
        for name in (*self.dead(), *often):
            if name in waited_for:
                log = self.state.logs / f"{name}.log"
                raise ClusterError(f"{name} ends whenever it is started: see {log}")
        for name in set(self.bots).intersection(waited_for):
            # It listens once it has tried to load its model: it will have none later either.
            if status(self._health_of(name)) == WITHOUT_MODEL:
                raise self._no_understanding(name)

    def _no_understanding(self, bot: str) -> ClusterError:
        log = self.state.logs / f"{bot}.log"
        return ClusterError(f"{bot} does not understand with {self.state.model()}: see {log}")

    def _checks(self) -> dict[str, Callable[[], bool]]:
        ports, secrets = self.state.ports(), self.state.secrets()
        addresses = {
            "actions": f"http://127.0.0.1:{ports['actions']}/health",
            "staff": f"http://127.0.0.1:{ports['staff']}/",
            "nginx": f"{self.url}/help",
            **{name: self._health_of(name) for name in self.bots},
        }
        return {
            "postgres": lambda: postgres.is_ready(ports["postgres"]),
            "redis": lambda: redis.is_ready(redis.url(ports["redis"], secrets["redis"])),
            "keeping": lambda: True,
            **{name: partial(answers, address) for name, address in addresses.items()},
        }


def check_model(model: Path) -> None:
    """Raises ClusterError where no server would load the model."""
    try:
        model_hash.check(model)
    except UnfitModelError as reason:
        raise ClusterError(str(reason)) from reason
