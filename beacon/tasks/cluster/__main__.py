"""`make cluster`: starts a cluster, says where to look, and stays until Ctrl-C."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from beacon.project import ROOT
from beacon.tasks import model
from beacon.tasks.cluster.cluster import Cluster
from beacon.tasks.cluster.errors import ClusterError
from beacon.tasks.ending import end_as_with_ctrl_c
from beacon.tasks.start import CannotStartError, check_data, check_room

WATCH = 2.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Does what the options ask for; 1 and one line where that cannot be."""
    asked = _read(arguments)
    end_as_with_ctrl_c()
    cluster = Cluster(asked.folder, asked.servers, asked.port, asked.address)
    try:
        if asked.stop:
            cluster.stop()
            return 0
        if asked.first_account:
            return cluster.staff_command("first_account", asked.first_account)
        cluster.check_before_start()
        check_room(ROOT)
        check_data()
        return model.main([]) or run(cluster)
    except (ClusterError, CannotStartError) as reason:
        print(f"beacon: {reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nbeacon: stopped", flush=True)
        return 130


def run(cluster: Cluster) -> int:
    """Starts the cluster and watches it until Ctrl-C."""
    print(f"beacon: starting {cluster.servers} servers (about a minute) …", flush=True)
    try:
        with cluster:
            print(_ready(cluster), flush=True)
            _watch(cluster)
    except KeyboardInterrupt:
        print("\nbeacon: stopped", flush=True)
    return 0


def _watch(cluster: Cluster) -> None:
    """Names each program that is given up, once; the others go on.

    Raises ClusterError where the cluster was ended from elsewhere, as by `--stop`.
    """
    known: set[str] = set()
    while True:
        try:
            dead = set(cluster.dead())
        except OSError:
            raise ClusterError("the cluster was ended from elsewhere") from None
        for name in dead - known:
            known.add(name)
            log = cluster.state.logs / f"{name}.log"
            print(f"beacon: {name} ends whenever it is started: see {log}", file=sys.stderr)
        time.sleep(WATCH)


def _ready(cluster: Cluster) -> str:
    option = f"--first-account NAME --folder {os.path.relpath(cluster.state.folder)}"
    return f"""beacon: ready
  chat:  {cluster.url}/
  help:  {cluster.url}/help
  class: {cluster.url}/classroom
  staff: {cluster.staff_url}/
         (the first time: .venv/bin/python -m beacon.tasks.cluster {option})
  logs:  {os.path.relpath(cluster.state.logs)}
  stop:  Ctrl-C"""


def _read(arguments: Sequence[str] | None) -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="python -m beacon.tasks.cluster")
    reader.add_argument("--servers", type=int, default=2, help="how many bots (2)")
    reader.add_argument("--port", type=_port, default=8080, help="the public port (8080)")
    address = os.environ.get("BEACON_ADDRESS") or "127.0.0.1"
    reader.add_argument("--address", default=address, help=f"where it listens ({address})")
    reader.add_argument("--folder", type=Path, default=ROOT / ".cluster", help="where all is kept")
    reader.add_argument("--stop", action="store_true", help="end the cluster of that folder")
    reader.add_argument("--first-account", metavar="NAME", help="make the staff's first account")
    return reader.parse_args(arguments)


def _port(written: str) -> int:
    if not 0 < (port := int(written)) < 2**16:
        raise argparse.ArgumentTypeError(f"{port} is no port: they are 1 to {2**16 - 1}")
    return port


if __name__ == "__main__":
    sys.exit(main())
