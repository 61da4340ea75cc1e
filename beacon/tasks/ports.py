"""Ports of this machine, and whether a server answers."""

from __future__ import annotations

import random
import socket
from collections.abc import Iterable, Iterator
from http.client import HTTPException
from urllib.request import urlopen

# Below those that Linux lends to outgoing connections.
PRIVATE_PORTS = range(20_000, 32_000)


class NoFreePortError(Exception):
    """Something listens on every private port."""


def is_free(port: int, address: str = "127.0.0.1") -> bool:
    """Whether nothing listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            return False
    return True


def free_ports(taken: Iterable[int] = ()) -> Iterator[int]:
    """Private ports on which nothing listens, each once. Raises NoFreePortError after the last."""
    candidates = set(PRIVATE_PORTS) - set(taken)
    for port in random.sample(sorted(candidates), len(candidates)):
        if is_free(port):
            yield port
    raise NoFreePortError("there is no free port")


def answers(address: str) -> bool:
    """Whether a server answers there with 200."""
    try:
        with urlopen(address, timeout=2) as answer:
            return bool(answer.status == 200)
    except (OSError, HTTPException):
        return False
