"""The cluster's PostgreSQL: two databases, each with a role that the other cannot enter."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from beacon.tasks.cluster.debian import check_reach, own_user, postgres_program
from beacon.tasks.cluster.errors import ClusterError
from beacon.tasks.cluster.state import write_private
from beacon.tasks.cluster.supervisor import Program

DATABASES = ("beacon", "staff")
SUPERUSER = "postgres"
# An error's message may quote what a child wrote, in its detail or as the statement's values.
QUIET = {
    "log_min_messages": "fatal",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
}


def program(folder: Path, port: int, safe: bool = True) -> Program:
    """The server. Without `safe` a power cut may lose what was stored: for tests only."""
    chosen = {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": "",
        # A bot holds up to 32 (beacon/cluster/database.py).
        "max_connections": "300",
        "shared_buffers": "64MB",
        **QUIET,
        **({} if safe else {"fsync": "off"}),
    }
    options = [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]
    server = str(postgres_program("postgres"))
    command = [server, "-D", str(folder / "data"), *options]
    # It stops fast with INT; with TERM it would wait for every client to leave.
    return Program("postgres", command, user=own_user("postgres"), stop_signal="INT")


def check() -> None:
    """Raises ClusterError where PostgreSQL is missing."""
    for each in ("postgres", "initdb", "psql", "pg_isready"):
        postgres_program(each)


def make(folder: Path, password: str) -> None:
    """Makes the data folder where there is none. Raises ClusterError."""
    if (folder / "data" / "PG_VERSION").is_file():
        return
    user = own_user("postgres")
    folder.mkdir(mode=0o700, exist_ok=True)
    shutil.rmtree(folder / "data", ignore_errors=True)
    if user:
        shutil.chown(folder, user, user)
    check_reach(folder, user)
    secret = folder / "superuser"
    write_private(secret, password, user)
    command = [str(postgres_program("initdb")), "--pgdata", str(folder / "data")]
    command += ["--username", SUPERUSER, "--auth", "scram-sha-256", "--pwfile", str(secret)]
    command += ["--encoding", "UTF8", "--locale", "C.UTF-8", "--data-checksums"]
    made = _run(command, folder, user=user)
    secret.unlink()
    if made.returncode:
        raise ClusterError(f"initdb: {_last_line(made.stderr)}")


def make_databases(port: int, secrets: Mapping[str, str]) -> None:
    """Makes roles and databases where they are missing, and sets the roles' passwords."""
    script = "\n".join(_script(name, secrets[name]) for name in DATABASES)
    environment = {"PGPASSWORD": secrets[SUPERUSER], "PGOPTIONS": "-c client_min_messages=error"}
    command = [str(postgres_program("psql")), "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--username", SUPERUSER]
    done = _run([*command, "--dbname", "postgres"], Path("/"), script, environment)
    if done.returncode:
        raise ClusterError(f"the databases cannot be made: {_last_line(done.stderr)}")


def url(name: str, port: int, secrets: Mapping[str, str]) -> str:
    """How a program reaches the database of that name."""
    return f"postgresql://{name}:{secrets[name]}@127.0.0.1:{port}/{name}"


def is_ready(port: int) -> bool:
    """Whether the server takes connections."""
    command = [str(postgres_program("pg_isready")), "-q", "-h", "127.0.0.1", "-p", str(port)]
    return subprocess.run(command, check=False).returncode == 0


def _script(name: str, password: str) -> str:
    role = f"SELECT FROM pg_roles WHERE rolname = '{name}'"
    database = f"SELECT FROM pg_database WHERE datname = '{name}'"
    return f"""
SELECT 'CREATE ROLE {name} LOGIN' WHERE NOT EXISTS ({role})\\gexec
ALTER ROLE {name} PASSWORD '{password}';
SELECT 'CREATE DATABASE {name} OWNER {name}' WHERE NOT EXISTS ({database})\\gexec
REVOKE ALL ON DATABASE {name} FROM PUBLIC;"""


def _run(
    command: list[str],
    folder: Path,
    script: str = "",
    environment: Mapping[str, str] | None = None,
    user: str | None = None,
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        input=script,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LC_MESSAGES": "C", **(environment or {})},
        user=user,
        group=user,
        extra_groups=[] if user else None,
    )


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["it says nothing"])[-1]
