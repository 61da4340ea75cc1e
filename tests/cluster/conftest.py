"""nginx before two small servers of the tests' own, and a whole cluster."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from beacon.parts import FOLDERS
from beacon.project import ROOT
from beacon.tasks.cluster import nginx, postgres, redis
from beacon.tasks.cluster.cluster import Cluster
from beacon.tasks.cluster.errors import ClusterError
from beacon.tasks.cluster.nginx import Limits, Settings
from beacon.tasks.cluster.state import names_of_bots
from beacon.tasks.ports import free_ports
from tests.cluster.clocks import Clocks
from tests.cluster.front import Front, Upstream

MakeFront = Callable[..., Front]
UNLIMITED = Limits(*[10_000] * 8)
DISK = "400m"
# Below the cluster's folder: answers, help services and risk.
DATA = "data"


def need(check: Callable[[], None]) -> None:
    """Skips where a program is missing; in CI it may not be."""
    try:
        check()
    except ClusterError as missing:
        if os.environ.get("CI"):
            pytest.fail(str(missing))
        pytest.skip(str(missing))


def make_folder() -> Path:
    """A folder that nginx's and PostgreSQL's users reach, as those of pytest's are not."""
    folder = Path(tempfile.mkdtemp(prefix="beacon-"))
    folder.chmod(0o755)
    return folder


@pytest.fixture
def folder() -> Iterator[Path]:
    made = make_folder()
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="session")
def pair() -> Iterator[tuple[Upstream, Upstream]]:
    ports = free_ports()
    both = (Upstream("one", next(ports)), Upstream("two", next(ports)))
    yield both
    for each in both:
        each.kill()


@pytest.fixture
def upstreams(pair: tuple[Upstream, Upstream]) -> tuple[Upstream, Upstream]:
    """Two servers that answer every request with their name and remember it."""
    for each in pair:
        each.renew()
    return pair


def settings_before(pair: tuple[Upstream, Upstream], folder: Path) -> Settings:
    """nginx before both, on a port of its own, without limits."""
    return Settings(
        bots=tuple(f"127.0.0.1:{each.port}" for each in pair),
        folder=folder,
        listen=(f"127.0.0.1:{next(free_ports())}",),
        user=nginx.own_worker(),
        limits=UNLIMITED,
    )


@pytest.fixture
def make_front(folder: Path, upstreams: tuple[Upstream, Upstream]) -> Iterator[MakeFront]:
    """Starts an nginx of the test's own before both, with the settings that it names."""
    need(nginx.check)
    running: list[Front] = []

    def make(**chosen: Any) -> Front:
        front = Front(replace(settings_before(upstreams, folder), **chosen))
        running.append(front)
        front.wait()
        return front

    yield make
    for front in running:
        front.stop()


@pytest.fixture
def own_front(make_front: MakeFront) -> Front:
    """An nginx that may see its servers die."""
    return make_front()


@pytest.fixture(scope="session")
def shared_front(pair: tuple[Upstream, Upstream]) -> Iterator[Front]:
    need(nginx.check)
    folder = make_folder()
    front = Front(settings_before(pair, folder))
    front.wait()
    yield front
    front.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def front(shared_front: Front, upstreams: tuple[Upstream, Upstream]) -> Front:
    """An nginx for tests in which no server dies."""
    del upstreams
    return shared_front


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """Everything, with two bots, on ports and data files of its own; stays for all tests."""
    for check in (nginx.check, redis.check, postgres.check):
        need(check)
    folder = make_folder()
    bots = names_of_bots(2)
    clocks = Clocks(folder, bots).environments()
    data = {"BEACON_DATA": str(copied_data(folder / DATA))}
    running = Cluster(
        folder,
        2,
        next(free_ports()),
        "127.0.0.1",
        safe=False,
        environments={name: {**clocks.get(name, {}), **data} for name in (*bots, "actions")},
    )
    try:
        with small_disk(running.state.postgres), running:
            yield running
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def copied_data(folder: Path) -> Path:
    """The folder, with a copy of the files that the servers read anew while they run."""
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name)
    return folder


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """A disk of its own for the database, which a test can fill; where that is allowed."""
    folder.mkdir(parents=True, exist_ok=True)
    disk = ["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=0755", "none", str(folder)]
    is_mounted = os.geteuid() == 0 and subprocess.run(disk, check=False).returncode == 0
    try:
        yield
    finally:
        if is_mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=False)
