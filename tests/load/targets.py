"""What the load is put on: a cluster, one bot as `make run` has it, or a `rasa init` server."""

from __future__ import annotations

import functools
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from beacon.bench import speed
from beacon.bench.beside import hardly_trained
from beacon.project import ROOT
from beacon.tasks.cluster.cluster import Cluster
from beacon.tasks.cluster.nginx import Limits
from beacon.tasks.cluster.programs import programs
from beacon.tasks.cluster.state import State
from beacon.tasks.cluster.supervisor import Supervisor
from tests.conftest import Servers, free_port, start_actions, start_bot
from tests.load import kept
from tests.load.kept import Account, Kept
from tests.load.machine import Programs

PLAIN = ROOT / ".cache" / "plain"
# For senders that a limit would only stop from showing what the servers can do.
NO_LIMITS = Limits(
    pages_rate=100_000,
    pages_burst=100_000,
    chat_rate=100_000,
    chat_burst=100_000,
    conversation_rate=100_000,
    conversation_burst=100_000,
    conversation_open_requests=1000,
)


@dataclass(frozen=True)
class Target:
    """Something that answers at `url`; `compare` says what it kept, where it can be asked.

    `environment` is what one more bot would need to belong to it.
    """

    name: str
    url: str
    programs: Callable[[], Programs]
    compare: Callable[[Sequence[Account]], Kept] | None = None
    is_rest: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def cluster(servers: int, limits: Limits | None = None) -> Iterator[Target]:
    """So many bots behind nginx, on PostgreSQL and Redis, in a folder that goes afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="load-"))
    # PostgreSQL and nginx run as users of their own, who must get through.
    folder.chmod(0o755)
    chosen = limits or Limits()
    try:
        with Cluster(folder / "cluster", servers, free_port(), "127.0.0.1", limits=chosen) as all_:
            supervisor = Supervisor(all_.state.supervisor, all_.state.socket)
            bot = _bot_environment(all_.state)

            def compare(accounts: Sequence[Account]) -> Kept:
                return kept.by_database(bot["BEACON_DATABASE"], accounts)

            name = f"{servers} server{'s' if servers > 1 else ''}"
            running = functools.partial(_supervised, supervisor)
            yield Target(name, all_.url, running, compare, environment=bot)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def alone() -> Iterator[Target]:
    """One bot with conversations in memory and no nginx, as `make run` has it."""
    port, actions_port = free_port(), free_port()
    with tempfile.TemporaryDirectory() as folder:
        bot = start_bot(Path(folder), port, actions_port)
        actions = start_actions(Path(folder), actions_port)
        servers = Servers(f"http://127.0.0.1:{port}", (bot, actions))
        running = {"bot": bot.process.pid, "actions": actions.process.pid}

        def compare(accounts: Sequence[Account]) -> Kept:
            return kept.by_api([servers.url], accounts)

        with servers.ready():
            yield Target("one bot alone", servers.url, lambda: running, compare)


@contextmanager
def plain() -> Iterator[Target]:
    """A `rasa init` project on our messages: its own config, stores and REST channel.

    Trained as `beacon.bench.beside` has it, and kept for the next run.
    """
    model = PLAIN / "models" / "beacon.tar.gz"
    if not model.is_file():
        _train_plain()
    port = free_port()
    with speed.server(PLAIN, model, port) as (process, _):
        running = {"rasa init": process.pid}
        url = f"http://127.0.0.1:{port}"
        yield Target("`rasa init`", url, lambda: running, is_rest=True)


def _bot_environment(state: State) -> dict[str, str]:
    [bot] = (each for each in programs(state, 1) if each.name == "bot-1")
    return {name: value for name, value in bot.environment.items() if name.startswith("BEACON_")}


def _train_plain() -> None:
    """Raises RuntimeError."""
    shutil.rmtree(PLAIN, ignore_errors=True)
    print("training the plain project for one epoch (about two minutes) …", flush=True)
    hardly_trained(PLAIN)


def _supervised(supervisor: Supervisor) -> Programs:
    every: list[dict[str, Any]] = supervisor.ask("getAllProcessInfo")
    return {each["name"]: each["pid"] for each in every if each["pid"]}
