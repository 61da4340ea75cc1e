"""Ports of this machine, and whether a server answers."""

from __future__ import annotations

import random
import socket
from collections.abc import Iterable, Iterator
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import urlopen

# Below those that Linux lends to outgoing connections.
PRIVATE_PORTS = range(20_000, 32_000)
# What a bot says of itself that listens, but could not load its model.
WITHOUT_MODEL = 503


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


def status(address: str) -> int | None:
    """The status with which a server answers there; None where none does."""
    try:
        with urlopen(address, timeout=2) as answer:
            return int(answer.status)
    except HTTPError as refusal:
        with refusal:
            return refusal.code
    except (OSError, HTTPException):
        return None


def answers(address: str) -> bool:
    """Whether a server answers there with 200."""
    return status(address) == 200
