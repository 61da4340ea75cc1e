"""The cluster's Redis: what may be lost and is counted, never words; all in memory."""

from __future__ import annotations

from pathlib import Path

from redis import Redis, RedisError

from beacon.tasks.cluster.debian import own_user
from beacon.tasks.cluster.debian import program as program_of
from beacon.tasks.cluster.state import write_private
from beacon.tasks.cluster.supervisor import Program

MEMORY = "64mb"


def settings(port: int, password: str) -> str:
    """The settings of redis-server: reached from here alone, nothing on disk, bound memory."""
    return f"""bind 127.0.0.1
protected-mode yes
port {port}
requirepass {password}
daemonize no
save ""
appendonly no
loglevel warning
crash-log-enabled no
crash-memcheck-enabled no
slowlog-max-len 0
databases 1
maxmemory {MEMORY}
maxmemory-policy volatile-ttl
maxclients 1000
"""


def program(file: Path) -> Program:
    """The server."""
    command = [str(program_of("redis-server", "redis-server")), str(file)]
    return Program("redis", command, user=own_user("redis", "nobody"))


def check() -> None:
    """Raises ClusterError where Redis is missing."""
    program_of("redis-server", "redis-server")


def make(file: Path, port: int, password: str) -> None:
    """Writes the settings for the user as whom the server runs."""
    write_private(file, settings(port, password), own_user("redis", "nobody"))


def url(port: int, password: str) -> str:
    """How a program reaches it."""
    return f"redis://:{password}@127.0.0.1:{port}/0"


def is_ready(address: str) -> bool:
    """Whether it answers."""
    try:
        with Redis.from_url(address, socket_timeout=2, socket_connect_timeout=2) as client:
            return bool(client.ping())
    except (RedisError, OSError):
        return False
