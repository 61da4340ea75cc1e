"""Everything that a cluster runs, in the order in which it is started."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import replace

from beacon.project import ROOT
from beacon.tasks import model_hash
from beacon.tasks.cluster import nginx, postgres, redis
from beacon.tasks.cluster.state import State, metrics_of, names_of_bots
from beacon.tasks.cluster.supervisor import Program

STORES = ("postgres", "redis")
STAFF = ("actions", "staff", "keeping")
QUIET = {"LOG_LEVEL": "WARNING", "LOG_LEVEL_LIBRARIES": "ERROR", "PYTHONWARNINGS": "ignore"}
ENDPOINTS = ROOT / "deploy" / "endpoints.yml"

# What single programs find in their environment besides, by their names.
Environments = Mapping[str, Mapping[str, str]]


def programs(
    state: State, servers: int, safe: bool = True, environments: Environments | None = None
) -> list[Program]:
    """The programs of a cluster with that many bots; `safe` as for PostgreSQL."""
    more = environments or {}
    return [
        replace(each, environment={**each.environment, **more.get(each.name, {})})
        for each in _programs(state, servers, safe)
    ]


def _programs(state: State, servers: int, safe: bool) -> list[Program]:
    return [
        postgres.program(state.postgres, state.ports()["postgres"], safe),
        redis.program(state.redis),
        _actions(state),
        Program("staff", ["sh", "triage/serve.sh"], staff_environment(state)),
        Program("keeping", ["sh", "triage/keep.sh"], staff_environment(state)),
        *(_bot(state, number) for number in range(1, servers + 1)),
        nginx.program(state.nginx),
    ]


def names(servers: int) -> list[str]:
    """The names of those programs."""
    return [*STORES, *STAFF, *names_of_bots(servers), "nginx"]


def staff_environment(state: State) -> dict[str, str]:
    """What the staff's application and its commands need to know."""
    ports, secrets = state.ports(), state.secrets()
    return {
        "PORT": str(ports["staff"]),
        "DATABASE_URL": postgres.url("staff", ports["postgres"], secrets),
        "BEACON_STAFF_FOLDER": str(state.staff),
        "BEACON_HAND_OVER_SECRET": secrets["hand_over"],
    }


def _actions(state: State) -> Program:
    command = [sys.executable, "-m", "rasa_sdk", "--actions", "actions"]
    command += ["--port", str(state.ports()["actions"])]
    # Rasa's SDK listens on all addresses unless it is told otherwise.
    return Program("actions", command, {**QUIET, "SANIC_HOST": "127.0.0.1"})


def _bot(state: State, number: int) -> Program:
    name = f"bot-{number}"
    model = str(state.model())
    command = [sys.executable, "-m", "beacon.tasks.model_hash", model]
    command += [sys.executable, "-m", "rasa", "run", "--model", model]
    command += ["-i", "127.0.0.1", "-p", str(state.ports()[name]), "--endpoints", str(ENDPOINTS)]
    return Program(name, command, _bot_environment(state, number), patience=12)


def _bot_environment(state: State, number: int) -> dict[str, str]:
    ports, secrets = state.ports(), state.secrets()
    return {
        **QUIET,
        # As it is now: what supervisord was started with may have named the models before these.
        model_hash.NAMED: " ".join(os.environ.get(model_hash.NAMED, "").split()),
        "BEACON_ACTIONS": f"http://127.0.0.1:{ports['actions']}",
        "BEACON_DATABASE": postgres.url("beacon", ports["postgres"], secrets),
        "BEACON_REDIS": redis.url(ports["redis"], secrets["redis"]),
        "BEACON_CHAT_SECRET": secrets["chat"],
        "BEACON_HAND_OVER_SECRET": secrets["hand_over"],
        "BEACON_STAFF": f"http://127.0.0.1:{ports['staff']}",
        "BEACON_METRICS_PORT": str(ports[metrics_of(number)]),
    }
