"""What a cluster keeps in its folder: ports and secrets, made once, and where its files lie."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path

from beacon.tasks.cluster.errors import ClusterError
from beacon.tasks.model import MODEL
from beacon.tasks.ports import NoFreePortError, free_ports

SINGLE = ("postgres", "redis", "actions", "staff")
SECRETS = ("postgres", "beacon", "staff", "redis", "chat", "hand_over")
LONGEST_SOCKET = 100


class State:
    """The folder of one cluster. Others on the machine may pass through it, and read no secret."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.logs = self.folder / "logs"
        self.postgres = self.folder / "postgres"
        self.nginx = self.folder / "nginx"
        self.staff = self.folder / "staff"
        self.socket = self.folder / "supervisor.sock"
        self.supervisor = self.folder / "supervisord.conf"
        self.redis = self.folder / "redis.conf"
        self._ports = self.folder / "ports.json"
        self._secrets = self.folder / "secrets.json"
        self._model = self.folder / "model"

    def make(self, servers: int) -> None:
        """Makes what is missing: folders, ports for that many servers, secrets."""
        if len(str(self.socket)) > LONGEST_SOCKET:
            raise ClusterError(f"the path of {self.folder} is too long for a socket in it")
        for folder in (self.folder, self.nginx, self.nginx / "pages"):
            folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        for folder in (self.logs, self.staff):
            folder.mkdir(mode=0o700, exist_ok=True)
        self._make_ports(
            [*SINGLE, *names_of_bots(servers), *map(metrics_of, range(1, servers + 1))]
        )
        if not self._secrets.is_file():
            made = {name: secrets.token_urlsafe(32) for name in SECRETS}
            write_private(self._secrets, json.dumps(made))

    def ports(self) -> dict[str, int]:
        """The private port of each program, by its name."""
        return dict(json.loads(self._ports.read_text())) if self._ports.is_file() else {}

    def secrets(self) -> dict[str, str]:
        """What the programs prove to each other that they belong together with, by its use."""
        return dict(json.loads(self._secrets.read_text()))

    def model(self) -> Path:
        """The model that the bots run: the project's own until another was rolled out."""
        return Path(self._model.read_text()) if self._model.is_file() else MODEL

    def choose_model(self, model: Path) -> None:
        """Remembers the model that the bots run from now on."""
        self._model.write_text(str(model))

    def _make_ports(self, names: Iterable[str]) -> None:
        ports = self.ports()
        free = free_ports(taken=ports.values())
        try:
            ports.update({name: next(free) for name in names if name not in ports})
        except NoFreePortError as error:
            raise ClusterError(str(error)) from None
        self._ports.write_text(json.dumps(ports, indent=2))


def names_of_bots(servers: int) -> list[str]:
    """bot-1 and so on."""
    return [f"bot-{number}" for number in range(1, servers + 1)]


def metrics_of(number: int) -> str:
    """The name under which the port for that bot's metrics is kept."""
    return f"metrics-{number}"


def write_private(file: Path, content: str, user: str | None = None) -> None:
    """Writes a file at once that its owner alone may read; `user` becomes the owner."""
    new = file.with_name(f"{file.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(content)
    if user is not None:
        shutil.chown(new, user)
    new.replace(file)
