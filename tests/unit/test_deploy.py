"""What deploy/ promises, read from its files: no engine for containers is needed."""

from __future__ import annotations

import ipaddress
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest
import yaml

from beacon.cluster.database import MOST_CONNECTIONS, MOST_LOCKS
from beacon.cluster.seal import Seal
from beacon.project import ROOT
from beacon.tasks import model_hash
from beacon.tasks.cluster import postgres, redis
from beacon.tasks.ports import free_ports
from tests.images.site import APART, BASES, changed
from tests.images.site import COMPOSE as COMMAND

DEPLOY = ROOT / "deploy"
EXAMPLE = (DEPLOY / "environment.example").read_text()
COMPOSE = (DEPLOY / "compose.yml").read_text()
SETTINGS = dict(re.findall(r"^([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE))
# It writes nginx's settings and ends, without any network.
ONCE = "settings"
PUBLIC, PRIVATE = "nginx", "staff-door"
DOCKERFILES = ("Dockerfile", "Dockerfile.staff")
EXACT = re.compile(r"[a-z]+:\d+\.\d+(\.\d+)?-[a-z-]+(@sha256:[0-9a-f]{64})?")

PROMISES = {
    "type": "object",
    "required": [
        *("user", "restart", "read_only", "cap_drop", "security_opt"),
        *("mem_limit", "pids_limit", "ulimits", "logging", "image"),
    ],
    "properties": {
        "user": {"pattern": "^[1-9][0-9]*:[1-9][0-9]*$"},
        "restart": {"enum": ["unless-stopped", "no"]},
        "read_only": {"const": True},
        "cap_drop": {"const": ["ALL"]},
        "security_opt": {"const": ["no-new-privileges:true"]},
        "mem_limit": {"pattern": "^[0-9]+m$"},
        "pids_limit": {"maximum": 256},
        "ulimits": {"properties": {"core": {"const": 0}}, "required": ["core"]},
        "logging": {
            "properties": {
                "driver": {"const": "json-file"},
                "options": {
                    "required": ["max-size", "max-file"],
                    "properties": {"max-size": {"const": "1m"}},
                },
            },
            "required": ["driver", "options"],
        },
        "network_mode": {"const": "none"},
        "healthcheck": {"required": ["test", "interval", "timeout", "retries", "start_period"]},
    },
    # What would take a promise back.
    "not": {
        "anyOf": [
            {"required": [name]}
            for name in (
                "privileged",
                "cap_add",
                "devices",
                "pid",
                "ipc",
                "userns_mode",
                "env_file",
            )
        ]
    },
}


def filled(text: str, settings: Mapping[str, str] = SETTINGS) -> str:
    """The text with the example's values."""
    return re.sub(r"\$\{([A-Z_]+)[^}]*\}", lambda found: settings[found[1]].strip('"'), text)


WHOLE: dict[str, Any] = yaml.safe_load(filled(COMPOSE))
SERVICES: dict[str, dict[str, Any]] = WHOLE["services"]
NETWORKS: dict[str, dict[str, Any]] = WHOLE["networks"]


def words(value: Any) -> Iterator[str]:
    """Every text within."""
    if isinstance(value, dict):
        for each in value.items():
            yield from words(list(each))
    elif isinstance(value, list):
        for each in value:
            yield from words(each)
    else:
        yield str(value)


def bots() -> list[str]:
    return [name for name in SERVICES if name.startswith("bot-")]


class TestServices:
    @pytest.mark.parametrize("name", SERVICES)
    def test_each_is_confined(self, name: str) -> None:
        jsonschema.validate(SERVICES[name], PROMISES)

    @pytest.mark.parametrize("name", set(SERVICES) - {ONCE})
    def test_each_is_watched_and_comes_back(self, name: str) -> None:
        assert "healthcheck" in SERVICES[name]
        assert SERVICES[name]["restart"] == "unless-stopped"

    @pytest.mark.parametrize("name", set(SERVICES) - {ONCE})
    def test_whether_it_is_well_is_known_soon_after_its_start(self, name: str) -> None:
        """`up --wait` comes back no sooner."""
        health = SERVICES[name]["healthcheck"]
        assert health.get("start_interval", health["interval"]) == "10s"

    @pytest.mark.parametrize("name", SERVICES)
    def test_the_image_is_exact_or_our_own(self, name: str) -> None:
        service = SERVICES[name]
        is_ours = service["image"].startswith("beacon")
        assert (
            service.get("pull_policy") == "never" if is_ours else EXACT.fullmatch(service["image"])
        )

    @pytest.mark.parametrize("name", SERVICES)
    def test_nothing_of_the_host_but_files_of_ours_and_read_only(self, name: str) -> None:
        for volume in SERVICES[name].get("volumes", []):
            source, _, mode = (*volume.split(":"), "rw")[:3]
            if source.startswith("."):
                assert mode == "ro"
                assert (DEPLOY / source).exists() or source.startswith("./tls/")
            else:
                assert source in WHOLE["volumes"]

    def test_there_are_several_bots(self) -> None:
        assert len(bots()) >= 2

    def test_all_bots_are_alike_but_for_their_address(self) -> None:
        parts = [
            {**SERVICES[name], "networks": sorted(SERVICES[name]["networks"])} for name in bots()
        ]
        assert all(part == parts[0] for part in parts)

    def test_none_waits_for_anything(self) -> None:
        assert not [name for name in bots() if "depends_on" in SERVICES[name]]

    def test_nginx_leads_to_all_of_them(self) -> None:
        addresses = [SERVICES[name]["networks"]["chat"]["ipv4_address"] for name in bots()]
        named = SERVICES[ONCE]["environment"]["BEACON_BOTS"].split()
        assert named == [f"{address}:5005" for address in addresses]

    def test_fixed_addresses_fit_their_networks_and_are_no_gateway(self) -> None:
        for service in SERVICES.values():
            networks = service.get("networks", {})
            fixed = networks.items() if isinstance(networks, dict) else ()
            for name, settings in fixed:
                if settings:
                    net = ipaddress.ip_network(NETWORKS[name]["ipam"]["config"][0]["subnet"])
                    assert ipaddress.ip_address(settings["ipv4_address"]) in list(net.hosts())[1:]

    def test_the_database_takes_the_connections_of_all_bots(self) -> None:
        taken = len(bots()) * (MOST_CONNECTIONS + MOST_LOCKS)
        assert int(SETTINGS["POSTGRES_CONNECTIONS"]) >= taken + 50
        assert (
            f"max_connections={SETTINGS['POSTGRES_CONNECTIONS']}" in SERVICES["postgres"]["command"]
        )

    def test_the_database_keeps_quiet_about_values(self) -> None:
        for name, value in postgres.QUIET.items():
            assert f"{name}={value}" in SERVICES["postgres"]["command"]

    def test_the_model_is_checked_before_it_is_loaded(self) -> None:
        assert all("command" not in SERVICES[name] for name in bots())
        command = (DEPLOY / "Dockerfile").read_text().split("CMD ")[-1]
        assert command.index("beacon.tasks.model_hash") < command.index('"rasa"')

    def test_the_operator_may_name_the_models_that_run(self) -> None:
        assert model_hash.NAMED in SETTINGS
        for name in bots():
            assert model_hash.NAMED in SERVICES[name]["environment"]

    def test_nginx_knows_how_many_files_it_may_open(self, tmp_path: Path) -> None:
        subprocess.run(
            ["sh", str(DEPLOY / "nginx" / "settings.sh"), str(tmp_path), str(tmp_path)],
            cwd=ROOT,
            env={
                "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
                "BEACON_BOTS": "10.0.0.1:5005 10.0.0.2:5005",
                "BEACON_PUBLIC_NAMES": "chat.example",
            },
            check=True,
        )
        most = SERVICES[PUBLIC]["ulimits"]["nofile"]
        assert f"worker_rlimit_nofile {most};" in (tmp_path / "nginx.conf").read_text()

    def test_what_an_issuer_of_certificates_asks_for_is_shown(self) -> None:
        text = (DEPLOY / "nginx" / "settings.sh").read_text()
        [folder] = re.findall(r"--challenges (\S+)", text)
        assert f"./tls/challenges:{folder}:ro" in SERVICES[PUBLIC]["volumes"]


class TestReach:
    def test_only_two_have_ports(self) -> None:
        assert {name for name, service in SERVICES.items() if "ports" in service} == {
            PUBLIC,
            PRIVATE,
        }

    def test_the_staff_s_port_is_on_a_private_address(self) -> None:
        (port,) = SERVICES[PRIVATE]["ports"]
        address = ipaddress.ip_address(port.split(":")[0])
        assert address.is_private
        assert not address.is_unspecified

    def test_only_those_two_can_reach_out(self) -> None:
        outside = {name for name, network in NETWORKS.items() if not network.get("internal")}
        for name, service in SERVICES.items():
            if name not in (PUBLIC, PRIVATE):
                assert not outside & set(service.get("networks", []))
                assert "networks" in service or service["network_mode"] == "none"

    def test_the_public_s_nginx_reaches_neither_staff_nor_data(self) -> None:
        assert set(SERVICES[PUBLIC]["networks"]) == {"public", "chat"}
        on_chat = {
            name for name, service in SERVICES.items() if "chat" in service.get("networks", [])
        }
        assert on_chat == {PUBLIC, "actions", *bots()}

    @pytest.mark.parametrize("network", [SETTINGS["BEACON_NETWORK"], APART["BEACON_NETWORK"]])
    def test_ours_is_not_where_docker_takes_networks_for_itself(self, network: str) -> None:
        ours = ipaddress.ip_network(f"{network}.0/24")
        assert ours.is_private
        taken = ("172.16.0.0/12", "192.168.0.0/16")
        assert not any(ours.overlaps(ipaddress.ip_network(each)) for each in taken)


class TestSecrets:
    def test_none_stands_in_the_files(self) -> None:
        for text in words(SERVICES):
            assert not re.search(r"://[^/\s]*:[^/\s]*@", text)
        for service in SERVICES.values():
            for name in service.get("environment", {}):
                assert not re.search("SECRET|PASSWORD|TOKEN", name) or name.endswith("_FILE")
        assert not [name for name in SETTINGS if re.search("SECRET|PASSWORD|TOKEN|DATABASE", name)]

    def test_each_is_a_file_that_git_ignores(self) -> None:
        files = [secret["file"] for name, secret in WHOLE["secrets"].items() if name != "pip"]
        assert all(file.startswith("secrets/") for file in files)
        ignored = (DEPLOY / ".gitignore").read_text().split()
        assert {"secrets/", ".env", "tls/"} <= set(ignored)

    def test_who_gets_which(self) -> None:
        got = {name: set(service.get("secrets", [])) for name, service in SERVICES.items()}
        assert not got[PUBLIC] | got[PRIVATE] | got[ONCE] | got["actions"]
        assert not got["staff"] & {"BEACON_DATABASE", "BEACON_CHAT_SECRET", "BEACON_REDIS"}
        assert not got["bot-1"] & {"DATABASE_URL", "BEACON_STAFF_SECRET_KEY", "postgres-password"}
        assert set().union(*got.values()) | {"pip"} == set(WHOLE["secrets"])

    @pytest.fixture
    def made(self, tmp_path: Path) -> Path:
        """A folder of secrets."""
        make_secrets(tmp_path / "secrets")
        return tmp_path / "secrets"

    def test_the_tool_makes_all_of_them_for_us_alone(self, made: Path) -> None:
        named = {Path(secret["file"]).name for secret in WHOLE["secrets"].values()}
        assert named - {Path(SETTINGS["PIP_CONFIG"]).name} <= {file.name for file in made.iterdir()}
        assert {oct(file.stat().st_mode & 0o777) for file in made.iterdir()} == {"0o600"}
        assert made.stat().st_mode & 0o777 == 0o700

    def test_they_are_long_and_all_different(self, made: Path) -> None:
        secrets = [
            file.read_text().strip() for file in made.iterdir() if len(file.read_text()) == 49
        ]
        assert len(secrets) == len(set(secrets)) == 8
        Seal((made / "BEACON_CHAT_SECRET").read_text().strip())

    def test_the_addresses_bear_the_passwords(self, made: Path) -> None:
        for address, password in [
            ("BEACON_DATABASE", "beacon-password"),
            ("DATABASE_URL", "staff-password"),
            ("BEACON_REDIS", "redis-password"),
        ]:
            parts = urlsplit((made / address).read_text().strip())
            assert parts.password == (made / password).read_text().strip()
            assert parts.hostname in SERVICES

    def test_a_second_time_changes_nothing(self, made: Path) -> None:
        before = {file.name: file.read_text() for file in made.iterdir()}
        make_secrets(made)
        assert {file.name: file.read_text() for file in made.iterdir()} == before

    def test_one_that_was_deleted_is_made_anew(self, made: Path) -> None:
        before = {file.name: file.read_text() for file in made.iterdir()}
        (made / "redis-password").unlink()
        make_secrets(made)
        changed = {file.name for file in made.iterdir() if file.read_text() != before[file.name]}
        assert changed == {"redis-password", "redis.conf", "BEACON_REDIS"}

    def test_they_become_variables_of_the_command(self, made: Path) -> None:
        asked = "echo $BEACON_CHAT_SECRET; env | grep -c password"
        done = subprocess.run(
            [str(DEPLOY / "with-secrets"), "sh", "-c", asked],
            env={"PATH": os.environ["PATH"], "SECRETS": str(made)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout.split() == [(made / "BEACON_CHAT_SECRET").read_text().strip(), "0"]


def make_secrets(folder: Path) -> None:
    done = subprocess.run(
        ["sh", str(ROOT / "tools" / "secrets.sh")],
        env={"PATH": os.environ["PATH"], "SECRETS": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    for file in folder.iterdir():
        assert file.read_text().strip() not in done.stdout


class TestSettings:
    def test_each_variable_of_compose_is_explained_and_the_other_way_round(self) -> None:
        assert set(re.findall(r"\$\{([A-Z_]+)", COMPOSE)) == set(SETTINGS)

    def test_each_stands_below_an_explanation(self) -> None:
        lines = EXAMPLE.splitlines()
        for name in SETTINGS:
            at = next(number for number, line in enumerate(lines) if line.startswith(f"{name}="))
            block = lines[max(0, at - 8) : at]
            explained = [line for line in block if line.startswith("# ") and "---" not in line]
            assert explained, name

    def test_each_variable_that_the_code_reads_is_named(self) -> None:
        named = set(SETTINGS) | named_below("Set by compose.yml") | named_below("Secrets: files")
        assert variables_of_the_code() <= named

    def test_none_is_named_that_the_code_does_not_read(self) -> None:
        ours = {name for name in named_below("Set by compose.yml") if name.startswith("BEACON_")}
        assert ours <= variables_of_the_code() | {"BEACON_BOTS"}

    def test_the_container_engine_s_own_client_reads_it(self) -> None:
        client = shutil.which("docker-compose")
        need(client is not None, "docker-compose")
        command = [
            str(client),
            "--file",
            "compose.yml",
            "--env-file",
            "environment.example",
            "config",
        ]
        done = subprocess.run(command, cwd=DEPLOY, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert set(yaml.safe_load(done.stdout)["services"]) == set(SERVICES)


def named_below(title: str) -> set[str]:
    section = EXAMPLE.split(f"# --- {title}")[1].split("# ---")[0]
    heads = re.findall(r"^# ([A-Z_, ]+):", section, re.MULTILINE)
    return {name for head in heads for name in head.split(", ")}


def variables_of_the_code() -> set[str]:
    folders = [ROOT / "beacon", ROOT / "actions", ROOT / "triage"]
    tools = ("tasks", "bench", "tests", ".venv")
    files = [
        file
        for folder in folders
        for file in folder.rglob("*.py")
        if not set(tools) & set(file.relative_to(ROOT).parts)
    ]
    files += [DEPLOY / "endpoints.yml"]
    return {name for file in files for name in re.findall(r"BEACON_[A-Z_]+", file.read_text())}


class TestImages:
    @pytest.mark.parametrize("name", DOCKERFILES)
    def test_the_last_stage_is_no_root_and_installs_nothing(self, name: str) -> None:
        last = (DEPLOY / name).read_text().split("FROM ")[-1]
        assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", last, re.MULTILINE)
        assert not re.search(r"apt-get|pip install|gcc|make", last.replace("makefile", ""))

    @pytest.mark.parametrize("name", DOCKERFILES)
    def test_all_stages_are_of_the_one_exact_image(self, name: str) -> None:
        text = (DEPLOY / name).read_text()
        assert f"ARG PYTHON_IMAGE={SETTINGS['PYTHON_IMAGE']}\n" in text
        assert EXACT.fullmatch(SETTINGS["PYTHON_IMAGE"])
        assert set(re.findall(r"^FROM (\S+)", text, re.MULTILINE)) == {"${PYTHON_IMAGE}"}

    @pytest.mark.parametrize(
        ("name", "expected"),
        [("Dockerfile", ["set-up", "model"]), ("Dockerfile.staff", ["set-up-staff"])],
    )
    def test_the_steps_are_those_of_the_makefile(self, name: str, expected: list[str]) -> None:
        text = (DEPLOY / name).read_text()
        targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
        steps = re.findall(r"^\s*(?:RUN )?make ([a-z-]+)$", text, re.MULTILINE)
        assert steps == expected
        assert set(steps) <= set(targets)
        assert not re.search(r"\bsh tools/", text)

    @pytest.mark.parametrize("name", DOCKERFILES)
    def test_what_is_copied_is_there_and_let_in(self, name: str) -> None:
        let_in = re.findall(r"^!(\S+)", (ROOT / ".dockerignore").read_text(), re.MULTILINE)
        copied = re.findall(r"^COPY (?!--)(.+) \S+$", (DEPLOY / name).read_text(), re.MULTILINE)
        for source in {each for line in copied for each in line.split()} - {"."}:
            assert (ROOT / source).exists()
            assert any(
                f"{each}/".startswith(f"{source}/") or source.startswith(f"{each}/")
                for each in let_in
            )

    @pytest.mark.parametrize("name", DOCKERFILES)
    def test_what_the_last_stage_takes_is_there(self, name: str) -> None:
        text = (DEPLOY / name).read_text()
        taken = re.findall(r"^COPY --from=build (.+) \S+$", text, re.MULTILINE)
        for source in {each for line in taken for each in line.split()}:
            path = Path(source).relative_to("/srv/beacon")
            assert path.name in (".venv", "models") or (ROOT / path).exists()

    @pytest.mark.parametrize("file", ["with-secrets", "postgres/databases.sh"])
    def test_what_is_started_may_be_started(self, file: str) -> None:
        assert os.access(DEPLOY / file, os.X_OK)

    def test_nothing_is_let_in_but_what_is_named(self) -> None:
        lines = (ROOT / ".dockerignore").read_text().splitlines()
        rules = [line for line in lines if line and not line.startswith("#")]
        assert rules[0] == "*"
        assert not {"!deploy", "!models", "!.staff", "!.", "!*"} & set(rules)

    @pytest.mark.parametrize("file", [*DOCKERFILES, "compose.yml", "environment.example"])
    def test_no_package_index_is_named(self, file: str) -> None:
        assert not re.search(r"index[-_]url|PIP_INDEX|trusted-host", (DEPLOY / file).read_text())


class TestProof:
    """`make images`."""

    def test_it_sets_what_there_is_to_set(self) -> None:
        assert set(APART) | set(BASES) <= set(SETTINGS)
        assert set(BASES) == {name for name in SETTINGS if EXACT.fullmatch(SETTINGS[name])}
        assert changed(EXAMPLE, APART) != EXAMPLE

    def test_each_base_has_a_stand_in(self) -> None:
        text = (ROOT / "tools" / "stand-ins.sh").read_text()
        made = re.findall(r"^image (\w+) <<", text, re.MULTILINE)
        assert {f"{name.upper()}_IMAGE" for name in made} == set(BASES)

    def test_it_does_not_take_the_place_of_a_beacon_that_runs(self) -> None:
        assert all(SETTINGS[name] != value for name, value in APART.items())
        assert not {"beacon", "--project-name=beacon"} & set(COMMAND)


class TestEngines:
    """PostgreSQL, Redis and nginx of Debian's packages read the files of deploy/."""

    def test_the_databases_are_apart(self, tmp_path: Path) -> None:
        need(any(Path("/usr/lib/postgresql").glob("*/bin/initdb")), "postgresql")
        make_secrets(tmp_path / "secrets")
        # The server may run as another user.
        for folder in (tmp_path, *tmp_path.parents[:2]):
            folder.chmod(0o755)
        port = next(free_ports())
        password = (tmp_path / "secrets" / "postgres-password").read_text().strip()
        postgres.make(tmp_path / "postgres", password)
        program = postgres.program(tmp_path / "postgres", port, safe=False)
        server = subprocess.Popen(
            program.command, user=program.user, cwd="/", stderr=subprocess.DEVNULL
        )
        try:
            wait_for_postgres(port)
            reach = {"PGHOST": "127.0.0.1", "PGPORT": str(port)}
            made = {**reach, "PGPASSWORD": password, "POSTGRES_USER": "postgres"}
            script = ["bash", str(DEPLOY / "postgres" / "databases.sh")]
            subprocess.run(
                script, env={**os.environ, **made, "SECRETS": str(tmp_path / "secrets")}, check=True
            )
            for own, other in (("beacon", "staff"), ("staff", "beacon")):
                secret = (tmp_path / "secrets" / f"{own}-password").read_text().strip()
                environment = {**os.environ, **reach, "PGPASSWORD": secret, "PGUSER": own}
                assert ask(own, environment) == 0
                assert ask(other, environment) != 0
                assert ask("postgres", {**environment, "PGPASSWORD": "guessed"}) != 0
        finally:
            server.terminate()
            server.wait(20)

    def test_redis_has_a_password_and_no_disk(self, tmp_path: Path) -> None:
        need(shutil.which("redis-server") is not None, "redis-server")
        (tmp_path / "redis.conf").write_text("requirepass known\n")
        port = next(free_ports())
        text = (DEPLOY / "redis" / "redis.conf").read_text()
        text = text.replace("/run/secrets", str(tmp_path)).replace("6379", str(port))
        (tmp_path / "whole.conf").write_text(text)
        server = subprocess.Popen(
            ["redis-server", str(tmp_path / "whole.conf")], cwd=tmp_path, stdout=subprocess.DEVNULL
        )
        try:
            assert wait_for(lambda: redis.is_ready(redis.url(port, "known")))
            assert not redis.is_ready(redis.url(port, "guessed"))
        finally:
            server.terminate()
            server.wait(20)
        assert {file.name for file in tmp_path.iterdir()} == {"redis.conf", "whole.conf"}

    def test_redis_is_the_one_of_the_cluster_but_for_its_address(self) -> None:
        ours = set((DEPLOY / "redis" / "redis.conf").read_text().splitlines())
        theirs = redis.settings(6379, "x").splitlines()
        its_own = ("bind", "requirepass", "daemonize")
        assert {line for line in theirs if not line.startswith(its_own)} <= ours

    def test_nginx_reads_the_settings_of_the_staff_s_door(self, tmp_path: Path) -> None:
        nginx = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
        need(nginx is not None, "nginx")
        new = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=staff"]
        keys = ["-keyout", str(tmp_path / "key.pem"), "-out", str(tmp_path / "certificate.pem")]
        subprocess.run([*new, *keys], capture_output=True, check=True)
        text = (DEPLOY / "nginx" / "staff.conf").read_text()
        text = text.replace(" /tmp/", f" {tmp_path}/").replace("/tls/", f"{tmp_path}/")
        (tmp_path / "staff.conf").write_text(text)
        command = [str(nginx), "-t", "-e", "stderr", "-c", str(tmp_path / "staff.conf")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def need(there: bool, package: str) -> None:
    if not there:
        assert not os.environ.get("CI"), f"CI needs {package}"
        pytest.skip(f"there is no {package} (on Debian: apt-get install {package})")


def wait_for(condition: Callable[[], bool], seconds: float = 60.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False


def wait_for_postgres(port: int) -> None:
    assert wait_for(lambda: postgres.is_ready(port))


def ask(database: str, environment: Mapping[str, str]) -> int:
    command = ["psql", "--no-psqlrc", "--dbname", database, "--command", "SELECT 1"]
    return subprocess.run(command, env=environment, capture_output=True, check=False).returncode
